import Foundation
import Scenarios
import Tensors
import WorldModel
import Worlds

/// A learned world, free-running from the reference's context frames.
public struct CheckpointCandidate: Candidate {
    public let name: String
    public let checkpoint: Checkpoint
    /// Denoising passes a latent frame; nil: the checkpoint's own.
    public var steps: Int?
    public var precision: Context.Precision
    /// What decides which cells of memory's pictures it keeps.
    public let trust: TrustRule
    public var isNoisy: Bool { true }
    public var hasCodec: Bool { true }

    public let modelHash: String?
    public let codecHash: String?
    public let parts: [String: String]?
    /// Its untrained twin, once it is asked for.
    private let memo = Memo()

    /// `folder` is where its files are hashed.
    public init(
        name: String, checkpoint: Checkpoint, folder: URL?, steps: Int? = nil, precision: Context.Precision = .bf16,
        trust: TrustRule = .learned
    ) {
        (self.name, self.checkpoint, self.steps, self.precision) = (name, checkpoint, steps, precision)
        self.trust = trust
        func hash(_ file: String) -> String? { folder.flatMap { SHA256.of(file: $0.appendingPathComponent(file)) } }
        let files =
            ["transformer.safetensors", "config.json"] + (checkpoint.trust == nil ? [] : ["trust.safetensors"])
        let hashes = files.compactMap(hash)
        modelHash = hashes.count == files.count ? SHA256.of(hashes.joined(separator: "\n").utf8) : nil
        codecHash = hash("compressor.safetensors")
        let others =
            ["actions.json"] + (checkpoint.depth == nil ? [] : ["depth.safetensors"])
            + (checkpoint.upsampler == nil ? [] : ["upsampler.safetensors"])
        parts = folder == nil ? nil : Dictionary(uniqueKeysWithValues: others.map { ($0, hash($0) ?? "unreadable") })
    }

    /// Denoising steps of clips: those of `diorama generate` where the checkpoint's own are asked for in play, as a manifest says them.
    private var generationSteps: Int {
        steps.flatMap { $0 == checkpoint.configuration.denoisingSteps ? nil : $0 } ?? CheckpointMaker.steps
    }

    public var sampler: SamplerSettings? {
        let configuration = checkpoint.configuration
        return SamplerSettings(
            steps: steps ?? configuration.denoisingSteps, contextFrames: configuration.transformer.contextFrames,
            precision: precision.rawValue, device: checkpoint.device?.name)
    }

    public var size: (width: Int, height: Int)? {
        checkpoint.configuration.pictureSize
    }

    public func check(_ groups: [[ScenarioCase]], progress: (Int, Int) throws -> Void) throws -> [String] {
        let mapping = ActionMapping(to: checkpoint.actionSpace, name: name)
        for scenario in groups.joined() {
            for action in scenario.branches.values.joined() { _ = try mapping(action) }
        }
        return []
    }

    public func frames(_ branch: String, of truth: CaseTruth, noise: UInt64) throws -> [Frame] {
        let mapping = ActionMapping(to: checkpoint.actionSpace, name: name)
        let given = truth.given(branch)
        var start = truth.start
        start.seed = noise
        start.pitch = truth.truth(0, branch: branch).pose.pitch
        start.history = try given.map { (frame: $0.frame, action: try mapping($0.action)) }
        var world = LearnedWorld(checkpoint: checkpoint, precision: precision)
        if let steps { world.denoisingSteps = steps }
        world.trust = trust
        _ = try world.reset(start)
        var frames = given.map(\.frame)
        let count = frames.count
        let actions = try truth.actions(branch).dropFirst(count - 1).map { try mapping($0) }
        let none = Action.none(checkpoint.actionSpace.channels.count)
        for first in stride(from: 0, to: actions.count, by: world.framesPerStep) {
            var group = Array(actions[first..<min(actions.count, first + world.framesPerStep)])
            while group.count < world.framesPerStep { group.append(none) }
            if case .oracle = trust {
                world.truth = (0..<group.count).map {
                    truth.observation(min(frames.count + $0, count + actions.count - 1), branch: branch).frame
                }
            }
            frames += try world.step(group).map(\.frame)
        }
        return Array(frames.prefix(count + actions.count))
    }

    public func surpriseJudge(noise: UInt64) -> (any SurpriseJudge)? {
        CheckpointJudge(
            checkpoint: checkpoint, untrained: memo("untrained") { checkpoint.untrained(seed: 0) },
            mapping: ActionMapping(to: checkpoint.actionSpace, name: name), precision: precision, noise: noise)
    }

    public func promptMaker(_ truth: PromptTruth, noise: UInt64) -> (any PromptMaker)? {
        CheckpointMaker(
            checkpoint: checkpoint, mapping: ActionMapping(to: checkpoint.actionSpace, name: name),
            steps: generationSteps, precision: precision, noise: noise)
    }

    public func coded(_ frames: [Frame]) throws -> [Frame] {
        let codec = LatentVideo(checkpoint, precision: precision)
        let n = checkpoint.configuration.compressor.temporalFactor
        var out: [Frame] = []
        for first in stride(from: 0, to: frames.count, by: n) {
            var group = Array(frames[first..<min(frames.count, first + n)])
            while group.count < n { group.append(group[group.count - 1]) }
            out += codec.decode(codec.encode([group]))[0]
        }
        return Array(out.prefix(frames.count))
    }
}
