import Foundation
import Tensors
import Worlds

/// Reads `index.jsonl`: one whole line an episode.
enum EpisodeIndex {
    static let fileName = "index.jsonl"

    /// The entries of `folder` and the bytes their lines take; an unfinished last line, left by a recording that was
    /// killed, is not counted.
    static func read(_ folder: URL) throws -> (entries: [EpisodeEntry], bytes: Int) {
        let url = folder.appendingPathComponent(fileName)
        guard let data = try? Data(contentsOf: url, options: .mappedIfSafe) else {
            throw FileError(
                "\(folder.path) is not an episode set: it has no readable \(fileName); record one with `diorama "
                    + "record --output \(folder.path)`."
            )
        }
        let decoder = JSONDecoder()
        var entries: [EpisodeEntry] = []
        var names: Set<String> = []
        var (begin, line) = (data.startIndex, 1)
        while let end = data[begin...].firstIndex(of: UInt8(ascii: "\n")) {
            func broken(_ what: String) -> FileError {
                FileError("\(url.path) line \(line): \(what); delete the line or record the set anew.")
            }
            let text = data[begin..<end]
            if !text.allSatisfy({ $0 == 0x20 || $0 == 0x0D || $0 == 0x09 }) {
                let entry: EpisodeEntry
                do { entry = try decoder.decode(EpisodeEntry.self, from: text) } catch {
                    throw broken(reason(error))
                }
                if let flaw = entry.flaw { throw broken(flaw) }
                guard names.insert(entry.name).inserted else { throw broken("\(entry.name) is there twice") }
                entries.append(entry)
            }
            begin = end + 1
            line += 1
        }
        return (entries, begin - data.startIndex)
    }

    /// What is wrong with a line or a file of JSON, as the second half of a sentence.
    static func reason(_ error: any Error) -> String {
        switch error as? DecodingError {
        case .keyNotFound(let key, _): "the field '\(key.stringValue)' is missing"
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            "the field '\(context.codingPath.map(\.stringValue).joined(separator: "."))' has the wrong type"
        case .dataCorrupted(let context) where !context.codingPath.isEmpty: context.debugDescription
        default: "it is not a JSON object"
        }
    }
}
