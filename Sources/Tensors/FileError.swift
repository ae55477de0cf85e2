import Foundation

/// What went wrong with a file, in one sentence that names the file and the remedy.
public struct FileError: Error, LocalizedError, CustomStringConvertible, Hashable, Sendable {
    public let description: String
    public var errorDescription: String? { description }

    /// Of `description`, control characters that names and values out of files bring along are written out, and the
    /// middle of endless ones is left out.
    public init(_ description: String) { self.description = description.printableMessage }

    /// `"Cannot <what> <path>: <the system's reason>."`, with the remedy where there is an obvious one.
    public init(_ what: String, _ path: String, errno code: Int32) {
        let reason =
            switch code {
            case ENOSPC, EDQUOT: "the disk is full; free some space and try again"
            case EFBIG: "no file may be as large here; raise the limit with `ulimit -f`, or name another disk"
            case EMFILE, ENFILE: "too many files are open; raise the limit, e.g. with `ulimit -n 1024`"
            case ENOENT: "no such file or folder; check the path"
            case EACCES, EPERM: "permission denied; check who owns it and its rights"
            default: String(cString: strerror(code))
            }
        self.init("Cannot \(what) \(path): \(reason.prefix(1).lowercased() + reason.dropFirst()).")
    }
}
