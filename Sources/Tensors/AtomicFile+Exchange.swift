import CKernels
import Foundation

extension AtomicFile {
    /// Exchanges `new` and `old`, files or folders, at once, or where the file system cannot, one shortly after the other.
    public static func exchange(_ new: URL, _ old: URL) throws {
        if dk_exchange(new.path, old.path) == 0 { return }
        let aside = old.appendingPathExtension("old")
        guard rename(old.path, aside.path) == 0, rename(new.path, old.path) == 0, rename(aside.path, new.path) == 0
        else {
            throw FileError("write", old.path, errno: errno)
        }
    }
}
