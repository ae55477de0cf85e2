import Diffusion
import Foundation

/// The transformer of a checkpoint as it was taught to make few denoising steps, kept as its difference from the one that
/// makes many. It takes memory from when it is first asked for.
public final class Pupil: @unchecked Sendable {
    /// Denoising steps that it was taught to make.
    public let steps: Int
    private let teacher: DiT
    private let difference: SignDifference
    private let lock = NSLock()
    private var made: DiT?

    public init(_ transformer: DiT, of teacher: DiT, steps: Int) {
        (self.steps, self.teacher) = (steps, teacher)
        difference = SignDifference(of: transformer.store, from: teacher.store)
    }

    init(contentsOf url: URL, of teacher: DiT, steps: Int) throws {
        (self.steps, self.teacher) = (steps, teacher)
        difference = try SignDifference(url, from: teacher.store)
    }

    func write(to url: URL) throws { try difference.write(teacher.store, to: url) }

    /// The teacher with the difference added.
    public var transformer: DiT {
        lock.lock()
        defer { lock.unlock() }
        if let made { return made }
        let model = teacher.copy()
        difference.add(to: model.store)
        made = model
        return model
    }
}
