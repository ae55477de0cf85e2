import Foundation

/// A folder that is there whole or not at all.
enum WholeFolder {
    /// Makes the folder `target`, which must not be there, of what `body` puts into the one that it is given.
    static func make(_ target: URL, _ body: (URL) throws -> Void) throws {
        let part = target.appendingPathExtension("part")
        try? FileManager.default.removeItem(at: part)
        do {
            try body(part)
            try FileManager.default.moveItem(at: part, to: target)
        } catch {
            try? FileManager.default.removeItem(at: part)
            throw error
        }
    }
}
