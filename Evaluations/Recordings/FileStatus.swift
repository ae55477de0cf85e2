import Foundation
import Tensors

/// What lies at a path. What cannot be told, for want of rights for one, is an error and never "nothing".
enum FileStatus {
    case plain, folder, other

    /// Nil where nothing is there. Links are followed.
    static func of(_ url: URL) throws -> FileStatus? {
        var info = stat()
        if stat(url.path, &info) != 0 {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw FileError("read", url.path, errno: errno)
        }
        switch info.st_mode & S_IFMT {
        case S_IFREG: return .plain
        case S_IFDIR: return .folder
        default: return .other
        }
    }

    /// Without links.
    static func realPath(_ url: URL) throws -> String {
        guard let path = realpath(url.path, nil) else { throw FileError("read", url.path, errno: errno) }
        defer { free(path) }
        return String(cString: path)
    }

    /// Names in a folder, hidden ones left out, in alphabetical order.
    static func names(in folder: URL) throws -> [String] {
        guard let stream = opendir(folder.path) else { throw FileError("read", folder.path, errno: errno) }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names.sorted()
    }
}
