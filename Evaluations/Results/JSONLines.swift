import Foundation
import Tensors

/// Files of one JSON object a line.
public enum JSONLines {
    /// All objects; a last line that a kill tore is dropped.
    public static func read<T: Decodable>(_ url: URL, as type: T.Type = T.self) throws -> [T] {
        guard let data = try? Data(contentsOf: url) else {
            throw FileError("Cannot read \(url.path); give the folder that `diorama evaluate --out` wrote.")
        }
        let decoder = JSONDecoder()
        var objects: [T] = []
        let lines = data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (number, line) in lines.enumerated() where !line.isEmpty {
            do { objects.append(try decoder.decode(T.self, from: line)) } catch {
                if number == lines.count - 1 { break }
                let complaint = (error as? DecodingError)?.complaint ?? "is not a sound record"
                throw FileError("\(url.path) line \(number + 1) \(complaint); evaluate again to write it anew.")
            }
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
