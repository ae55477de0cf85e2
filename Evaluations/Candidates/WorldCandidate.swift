import Worlds

/// The reference world or a cheat.
public struct WorldCandidate: Candidate {
    public let name: String
    public let isNoisy: Bool
    private let make: @Sendable (UInt64) -> any World

    public init(name: String, isNoisy: Bool = false, make: @escaping @Sendable (_ noise: UInt64) -> any World) {
        (self.name, self.isNoisy, self.make) = (name, isNoisy, make)
    }

    public init(_ cheat: Cheat) { self.init(name: "cheat:" + cheat.name, make: cheat.make) }

    public static let reference = WorldCandidate(name: "reference") { _ in ReplayedWorld() }

    public func promptMaker(_ truth: PromptTruth, noise: UInt64) -> (any PromptMaker)? {
        if name == Self.reference.name { return TruePrompts(truth: truth) }
        return PromptCheat(rawValue: name.replacing("cheat:", with: "")).map {
            CheatingPrompts(cheat: $0, truth: truth)
        }
    }

    public func frames(_ branch: String, of truth: CaseTruth, noise: UInt64) throws -> [Frame] {
        let given = truth.given(branch)
        var start = truth.start
        start.history = given
        var world = make(noise)
        _ = try world.reset(start)
        var frames = given.map(\.frame)
        let actions = Array(truth.actions(branch).dropFirst(given.count - 1))
        for first in stride(from: 0, to: actions.count, by: world.framesPerStep) {
            var step = Array(actions[first..<min(actions.count, first + world.framesPerStep)])
            while step.count < world.framesPerStep { step.append(.none(world.actionSpace.channels.count)) }
            frames += try world.step(step).map(\.frame)
        }
        return Array(frames.prefix(given.count + actions.count))
    }
}
