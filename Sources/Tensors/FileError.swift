import Foundation

/// What went wrong with a file, in one sentence that names the file and the remedy.
public struct FileError: Error, LocalizedError, CustomStringConvertible, Hashable, Sendable {
    public let description: String
    public var errorDescription: String? { description }

    public init(_ description: String) { self.description = description }

    /// `"Cannot <what> <path>: <the system's reason>."`, with the remedy where there is an obvious one.
    public init(_ what: String, _ path: String, errno code: Int32) {
        let reason =
            code == ENOSPC || code == EDQUOT
            ? "the disk is full; free some space and try again" : String(cString: strerror(code))
        description = "Cannot \(what) \(path): \(reason.prefix(1).lowercased() + reason.dropFirst())."
    }
}
