import Foundation
import Tensors

/// Files of one JSON object a line.
public enum JSONLines {
    /// All objects; a last line that a kill tore is dropped. `flaw` says, for the middle of a sentence, what one of them cannot be.
    public static func read<T: Decodable>(
        _ url: URL, as type: T.Type = T.self, flaw: (T) -> String? = { _ in nil }
    ) throws -> [T] {
        guard let data = try? Data(contentsOf: url) else {
            throw FileError("Cannot read \(url.path); give the folder that `diorama evaluate --out` wrote.")
        }
        let decoder = JSONDecoder()
        var objects: [T] = []
        let lines = data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (number, line) in lines.enumerated() where !line.isEmpty {
            func broken(_ complaint: String) -> FileError {
                FileError("\(url.path) line \(number + 1) \(complaint); evaluate again to write it anew.")
            }
            let object: T
            do { object = try decoder.decode(T.self, from: line) } catch {
                if number == lines.count - 1 { break }
                throw broken((error as? DecodingError)?.complaint ?? "is not a sound record")
            }
            if let flaw = flaw(object) { throw broken(flaw) }
            objects.append(object)
        }
        return objects
    }

    /// One object as a line, keys sorted, newline included.
    public static func line<T: Encodable>(_ object: T) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(object) + Data("\n".utf8)
    }
}
