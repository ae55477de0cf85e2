import Foundation

/// A folder that one process at a time works in: a process that ends, however it ends, lets it go.
public final class FolderLock: Sendable {
    private let descriptor: Int32

    /// Throws where the folder cannot be written to, and `busy`, a sentence, where another one holds it.
    public init(_ folder: URL, busy: @autoclosure () -> String) throws {
        let path = folder.relativePath
        descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0, access(path, W_OK) == 0 else {
            let code = errno
            if descriptor >= 0 { close(descriptor) }
            throw code == ENOTDIR
                ? FileError("\(path) is a file, and a folder is needed; give another name.")
                : FileError("write to", path, errno: code)
        }
        // Some file systems have no locks; there nobody is refused.
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK else {
            close(descriptor)
            throw FileError(busy())
        }
    }

    deinit { close(descriptor) }
}
