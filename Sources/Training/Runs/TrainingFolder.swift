import Foundation
import Tensors
import WorldModel

/// The folder of a run, held by one training at a time: a process that ends, however it ends, lets it go.
public final class TrainingFolder {
    public let url: URL
    private let lock: FolderLock?

    /// Makes the folder where there is none, and clears away what killed trainings left of files in the making. One that another
    /// process of the same training holds is `shared`, and is only read.
    public init(_ url: URL, shared: Bool = false) throws {
        self.url = url
        guard !shared else {
            lock = nil
            return
        }
        let path = url.relativePath
        try? FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        lock = try FolderLock(
            url, busy: "\(path) is being trained in by another process; wait for it, or name another folder with --run."
        )
        for name in ["checkpoint", "teacher"] { WholeFolder.clear(url.appendingPathComponent(name)) }
        AtomicFile.sweep(url)
    }

    /// Exchanges the run's checkpoint for `checkpoint`, all of it at once.
    func keep(_ checkpoint: Checkpoint, training: [String: String]? = nil) throws {
        try WholeFolder.change(file("checkpoint")) { try checkpoint.write(to: $0, training: training) }
    }

    public func file(_ name: String) -> URL { url.appendingPathComponent(name) }

    public func has(_ name: String) -> Bool { FileManager.default.fileExists(atPath: file(name).path) }

    /// Where the state of `part`'s training is kept.
    public static func state(of part: String) -> String { "\(part).state.safetensors" }

    /// Steps that the kept state of `part` has made.
    public func steps(of part: String) throws -> Int {
        has(Self.state(of: part)) ? try Optimizer.steps(in: file(Self.state(of: part))) : 0
    }
}
