import Foundation
import Tensors

/// The text of a small file that a person wrote.
enum ScriptText {
    /// Largest file, in bytes.
    static let sizeLimit = 1 << 20

    /// `what` names the kind of file in errors, e.g. "scenario".
    static func read(_ url: URL, what: String) throws -> String {
        let file: FileHandle
        do { file = try FileHandle(forReadingFrom: url) } catch {
            throw FileError("Cannot read \(url.relativePath); check that the \(what) is there and readable.")
        }
        defer { try? file.close() }
        guard let data = try? file.read(upToCount: sizeLimit + 1), !data.isEmpty else {
            throw FileError("\(url.relativePath) is empty or a folder; give a \(what) file.")
        }
        guard data.count <= sizeLimit else {
            throw FileError("\(url.relativePath) is above 1 MB, too large for a \(what) file.")
        }
        guard let text = String(validating: data, as: UTF8.self) else {
            throw FileError("\(url.relativePath) is not UTF-8 text.")
        }
        return text
    }
}
