import Foundation

/// A folder for one process, removed when it lets go of it: in memory where there is such a place, for most of what is
/// tried is written first, and a disk would be waited for.
final class ScratchFolder {
    let url: URL

    /// `place` is another one's folder, which outlives a process that is killed.
    init(in place: URL = ScratchFolder.place) throws {
        url = place.appendingPathComponent("fuzz-\(getpid())-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    static let place: URL = {
        let memory = URL(fileURLWithPath: "/dev/shm")
        let isThere = FileManager.default.isWritableFile(atPath: memory.path)
        return isThere ? memory : FileManager.default.temporaryDirectory
    }()

    deinit { try? FileManager.default.removeItem(at: url) }
}
