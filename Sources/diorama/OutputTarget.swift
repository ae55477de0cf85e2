import Foundation
import Tensors

/// Looks at where results are to go before any work is done for them.
enum OutputTarget {
    /// Throws one sentence where no file could be written at `path`; `option` is what the command line calls it.
    static func checkFile(_ path: String, _ option: String) throws {
        let url = URL(fileURLWithPath: path)
        if isFolder(url.path) == true { throw FileError("\(option) \(path) is a folder; give a file.") }
        let parent = url.deletingLastPathComponent().path
        guard isFolder(parent) == true else {
            throw FileError("\(option) \(path): there is no folder \(parent); make it or give another file.")
        }
        if access(parent, W_OK) != 0 { throw FileError("write to", parent, errno: errno) }
    }

    /// Throws one sentence where no folder could be made, or written to, at `path`.
    static func checkFolder(_ path: String, _ option: String) throws {
        var url = URL(fileURLWithPath: path).standardizedFileURL
        while true {
            if let folder = isFolder(url.path) {
                guard folder else { throw FileError("\(option) \(path): \(url.path) is a file; give a folder.") }
                if access(url.path, W_OK | X_OK) != 0 { throw FileError("write to", url.path, errno: errno) }
                return
            }
            if url.path == "/" { return }
            url.deleteLastPathComponent()
        }
    }

    /// Nil where nothing is there.
    private static func isFolder(_ path: String) -> Bool? {
        var found: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &found) ? found.boolValue : nil
    }
}
