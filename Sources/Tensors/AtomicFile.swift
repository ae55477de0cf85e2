import Foundation

/// A file that is there completely or not at all: written beside its place, synced to disk, then renamed over it.
///
/// When anything fails the temporary file is removed and what stood in the place before stays. A link is followed; a pipe or
/// a device, such as `/dev/stdout`, is written to as it is.
public final class AtomicFile {
    private let path: String
    /// Nil where the place itself is written to.
    private let temporary: String?
    private var descriptor: Int32
    private var pending: [UInt8] = []

    /// Makes the file at `url` from what `body` appends.
    public static func write(to url: URL, _ body: (AtomicFile) throws -> Void) throws {
        let file = try AtomicFile(url)
        do {
            try body(file)
            try file.commit()
        } catch {
            file.abandon()
            throw error
        }
    }

    /// Makes the file at `url` from `parts`, one after the other.
    public static func write(_ parts: [UnsafeRawBufferPointer], to url: URL) throws {
        try write(to: url) { file in for part in parts { try file.append(part) } }
    }

    /// Makes the file at `url` from `data`.
    public static func write(_ data: Data, to url: URL) throws {
        try data.withUnsafeBytes { try write([$0], to: url) }
    }

    /// Removes what killed processes left of files in the making, in `folder` and the folders in it. Nobody else may be writing there.
    public static func sweep(_ folder: URL) {
        let all = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        while let file = all?.nextObject() as? URL {
            if isTemporary(file.lastPathComponent) { unlink(file.path) }
        }
    }

    /// `.NAME.` and thirteen characters drawn at random, then `.part`.
    private static func temporaryName(of name: String) -> String {
        let drawn = (0..<randomCount).map { _ in String(Int.random(in: 0..<36), radix: 36) }.joined()
        return ".\(name.prefix(60)).\(drawn).part"
    }

    private static let randomCount = 13

    private static func isTemporary(_ name: String) -> Bool {
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count >= 4 && parts[0].isEmpty && parts[parts.count - 1] == "part"
            && parts[parts.count - 2].count == randomCount
            && parts[parts.count - 2].allSatisfy { $0.isASCII && ($0.isNumber || $0.isLowercase) }
    }

    private init(_ url: URL) throws {
        if Self.isStream(url.path) {
            (path, temporary) = (url.path, nil)
            descriptor = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY)
            if descriptor < 0 { throw FileError("write", path, errno: errno) }
            return
        }
        let url = url.resolvingSymlinksInPath()
        path = url.path
        let temporary = url.deletingLastPathComponent().appendingPathComponent(
            Self.temporaryName(of: url.lastPathComponent)
        ).path
        self.temporary = temporary
        descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        if descriptor < 0 { throw FileError("write", path, errno: errno) }
    }

    /// Whether `path` is something to write to that a file must not replace.
    private static func isStream(_ path: String) -> Bool {
        if ["/dev/std", "/dev/fd/", "/proc/"].contains(where: path.hasPrefix) { return true }
        var info = stat()
        guard stat(path, &info) == 0 else { return false }
        return ![S_IFREG, S_IFDIR].contains(info.st_mode & S_IFMT)
    }

    /// Appends `bytes`; small pieces are gathered.
    public func append(_ bytes: UnsafeRawBufferPointer) throws {
        if pending.count + bytes.count <= 1 << 16 {
            pending.append(contentsOf: bytes)
        } else {
            try flush()
            try writeOut(bytes)
        }
    }

    private func flush() throws {
        try pending.withUnsafeBytes { try writeOut($0) }
        pending.removeAll(keepingCapacity: true)
    }

    private func writeOut(_ bytes: UnsafeRawBufferPointer) throws {
        var done = 0
        while done < bytes.count {
            let n = Foundation.write(descriptor, bytes.baseAddress! + done, min(bytes.count - done, 1 << 30))
            if n < 0 && errno == EINTR { continue }
            if n < 0 { throw FileError("write", path, errno: errno) }
            done += n
        }
    }

    private func commit() throws {
        try flush()
        guard let temporary else {
            close(descriptor)
            descriptor = -1
            return
        }
        if fsync(descriptor) != 0 { throw FileError("write", path, errno: errno) }
        let closed = close(descriptor)
        descriptor = -1
        if closed != 0 || rename(temporary, path) != 0 { throw FileError("write", path, errno: errno) }
        // The rename itself is kept only once the folder is on disk; the file is whole either way.
        let folder = open((path as NSString).deletingLastPathComponent, O_RDONLY | O_CLOEXEC)
        if folder >= 0 {
            fsync(folder)
            close(folder)
        }
    }

    private func abandon() {
        if descriptor >= 0 { close(descriptor) }
        descriptor = -1
        if let temporary { unlink(temporary) }
    }
}
