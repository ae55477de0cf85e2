import Foundation
import Tensors

/// Files of recordings that may be large: mapped, not copied, up to a size. `FileContents` reads small ones.
enum BoundedFile {
    /// The bytes of a plain file of at most `limit`.
    static func data(_ url: URL, limit: Int) throws -> Data {
        let path = url.resolvingSymlinksInPath().path
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: path),
            attributes[.type] as? FileAttributeType == .typeRegular, let size = attributes[.size] as? Int
        else { throw FileError("Cannot read \(url.path): there is no plain file of that name.") }
        guard size <= limit else { throw FileError("\(url.path) has \(size) bytes, above the \(limit) that are read.") }
        do { return try Data(contentsOf: url, options: .mappedIfSafe) } catch {
            throw FileError("Cannot read \(url.path); check that you may.")
        }
    }

    /// The lines of a text, without their ends and without empty ones, each with its number from 1.
    static func lines(_ url: URL, limit: Int = 512 << 20) throws -> [(number: Int, text: Data)] {
        var data = try data(url, limit: limit)
        if data.starts(with: [0xEF, 0xBB, 0xBF]) { data = data.dropFirst(3) }
        var lines: [(number: Int, text: Data)] = []
        for (index, line) in data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated() {
            let text = line.last == 0x0D ? line.dropLast() : line
            if !text.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) { lines.append((index + 1, text)) }
        }
        return lines
    }

    /// An object of JSON.
    static func object(_ data: Data) -> [String: Any]? {
        (try? JSONSerialization.jsonObject(with: data)) as? [String: Any]
    }

    /// A number of JSON that is one, as `JSONSerialization` gives it.
    static func number(_ value: Any?) -> Double? {
        guard let number = value as? NSNumber, number.doubleValue.isFinite else { return nil }
        return number.doubleValue
    }

    /// A mouse's counts, no more than any hand moves one between two pictures; 0 where it is no number.
    static func counts(_ number: Double?) -> Double { max(-1e6, min(1e6, number ?? 0)) }
}
