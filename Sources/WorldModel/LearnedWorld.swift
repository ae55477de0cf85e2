import Memory
import Tensors
import Worlds

/// A checkpoint as a `World`; a step makes the pictures of one latent frame.
public struct LearnedWorld: World {
    public let checkpoint: Checkpoint
    public let name: String
    public var actionSpace: ActionSpace { checkpoint.actionSpace }
    public var framesPerSecond: Double { checkpoint.configuration.framesPerSecond }
    /// Pictures a latent frame holds.
    public var framesPerStep: Int { checkpoint.configuration.compressor.temporalFactor }
    public var abilities: Abilities {
        checkpoint.vocabulary == nil ? [.fork, .pictures] : [.fork, .pictures, .prompt]
    }
    /// Denoising passes a latent frame; takes effect with the next one.
    public var denoisingSteps: Int { didSet { session?.steps = denoisingSteps } }
    /// Numbers of the words of a text, as the checkpoint's vocabulary has them; take effect with the next latent frame.
    public var words: [Int] = [] { didSet { session?.say(words) } }
    /// The text that was said last.
    public private(set) var prompt = ""
    public var contextFrames: Int { checkpoint.configuration.transformer.contextFrames }
    /// What decides which cells of memory's pictures are kept.
    public var trust = TrustRule.learned
    /// The pictures that the next step truly leads to, which an oracle of trust must be told.
    public var truth: [Frame] = []
    /// The head whose evidence `moment` is to hold; nil: no moments are kept.
    public var studied: TrustConfiguration? { didSet { session?.studied = studied } }
    /// The newest step as that head would learn from it.
    public private(set) var moment: TrustMoment?
    /// What memory had to do with the newest picture; nil where it showed nothing.
    public private(set) var recall: Recall?
    private let context: Context
    private let decoding: LatentVideo
    private var session: StreamingSession?
    private var stream: WorldStream?
    /// What it remembers; nil before a reset.
    public var memory: (any Memory)? { stream?.memory }

    public init(checkpoint: Checkpoint, precision: Context.Precision = .bf16) {
        self.checkpoint = checkpoint
        name = checkpoint.configuration.name
        denoisingSteps = checkpoint.configuration.denoisingSteps
        let pool = BufferPool(device: checkpoint.device)
        context = Context(checkpoint.transformer.store, precision: precision, pool: pool)
        decoding = LatentVideo(checkpoint, precision: precision, pool: pool)
    }

    /// Says what is to happen from the next latent frame on; empty: nothing in particular. Throws one sentence where no word of
    /// it is known.
    public mutating func say(_ prompt: String) throws {
        words = prompt.isEmpty ? [] : try checkpoint.words(of: prompt)
        self.prompt = prompt
    }

    /// Notes in `log` where the time of all frames to come goes, of copies of this world too.
    public func profile(to log: Profile?) {
        context.profile = log.map { ("transformer", $0) }
        decoding.profile(to: log)
    }

    /// Encodes `start.history`, which must hold at least one frame; only its last context window counts.
    public mutating func reset(_ start: Start) throws -> Observation {
        guard let last = start.history.last else {
            throw WorldError("a learned world begins from at least one picture: give one, or an episode")
        }
        let (w, h) = (last.frame.width, last.frame.height)
        let scale = decoding.scale
        guard w % (16 * scale) == 0, h % (16 * scale) == 0 else {
            throw WorldError("the picture is \(w)x\(h): width and height must be multiples of \(16 * scale)")
        }
        var session = StreamingSession(
            checkpoint, width: w / scale, height: h / scale, steps: denoisingSteps, seed: start.seed, context: context)
        session.studied = studied
        session.say(words)
        let n = framesPerStep
        let count = start.history.count
        let whole = min((count - 1) / n, contextFrames - 1)
        let first = count - 1 - whole * n
        var stream = WorldStream(
            checkpoint, pitch: start.pitch, memory: trust == .none ? NoMemory() : nil, video: decoding)
        for (frame, action) in start.history[..<first] { stream.remember(frame, action: action) }
        session.append(stream.begin(start.history[first].frame, action: start.history[first].action))
        for begin in stride(from: first + 1, to: count, by: n) {
            let group = start.history[begin..<begin + n]
            session.append(stream.take(group.map(\.frame), actions: group.map(\.action)))
        }
        (self.stream, self.session) = (stream, session)
        return Observation(frame: last.frame)
    }

    public mutating func step(_ actions: [Action]) throws -> [Observation] {
        guard session != nil, let prospect = stream?.ahead(try checked(actions)) else {
            throw WorldError("step before reset")
        }
        let (shown, values) = (prospect.shown, prospect.actions.flatMap { $0 })
        let constant = checkpoint.configuration.trust(way: prospect.reach.way, angle: prospect.reach.angle)
        let view = shown.map { RememberedView($0, video: decoding, trust: constant) }
        let made = session!.generate(actions: values, view: view, trusted: try shown.flatMap(trusted))
        let pictures = decoding.decode(made.latent)[0]
        var frames = pictures
        var generation = [UInt8](repeating: 1, count: frames[0].width * frames[0].height)
        recall = nil
        if let shown {
            var memory: [UInt8] = []
            for i in frames.indices {
                if let trusted = made.trusted {
                    let kept = KeptPicture(frames[i], view: shown[i], trusted: trusted, cell: decoding.cell)
                    (frames[i], generation, memory) = (kept.frame, kept.generation, kept.kept)
                } else {
                    let settled = BlendedPicture(
                        frames[i], view: shown[i], trust: constant, scale: decoding.scale)
                    (frames[i], generation, memory) = (settled.frame, settled.generation, settled.kept)
                }
            }
            recall = Recall(kept: memory, view: shown[shown.count - 1])
            moment = made.evidence.map {
                TrustMoment(evidence: $0, shown: shown.map(\.frame), made: pictures, actions: prospect.actions)
            }
        }
        // The context holds what the pictures say, as in training: errors that no picture shows do not build up.
        session!.append(decoding.encode([frames]), actions: values, view: view)
        stream!.append(frames, after: prospect, generation: generation)
        return frames.map { Observation(frame: $0) }
    }

    private func checked(_ actions: [Action]) throws -> [[Float]] {
        guard actions.count == framesPerStep, actions.allSatisfy({ $0.values.count == actionSpace.channels.count })
        else {
            throw WorldError(
                "\(name) takes \(framesPerStep) actions of \(actionSpace.channels.count) channels at a time")
        }
        return actions.map(\.values)
    }

    /// The cells that a rule other than the checkpoint's own keeps of `shown`; nil: it judges by itself.
    private func trusted(_ shown: [MemoryView]) throws -> [Bool]? {
        let cell = decoding.cell
        switch trust {
        case .learned, .none: return nil
        case .memory:
            return [Bool](repeating: true, count: shown[0].frame.width / cell * (shown[0].frame.height / cell))
        case .oracle(let tolerance):
            guard truth.count == shown.count, truth[0].width == shown[0].frame.width,
                truth[0].height == shown[0].frame.height
            else { throw WorldError("an oracle of trust must be told \(shown.count) true pictures before each step") }
            return CellErrors.between(shown.map(\.frame), truth, cell: cell).map { $0 <= tolerance }
        }
    }
}
