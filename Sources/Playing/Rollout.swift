import ReferenceWorld
import Worlds

/// A world being played, with the reference world under the same actions beside it. A value: a copy is a fork.
public struct Rollout: Sendable {
    public private(set) var world: any World
    private var companion: ReferenceWorld?
    public private(set) var frame: Frame
    /// What the world knows of `frame`.
    public private(set) var truth: Truth?
    public private(set) var referenceFrame: Frame?
    /// What led to `frame`.
    public private(set) var action: Action
    /// Frames of the world's newest step that were not shown yet.
    private var ready: ArraySlice<Observation> = []
    /// Frames made since the start.
    public private(set) var count = 0

    /// Begins `world` at `start`; where that is a moment the reference world does not know, `hasReference` is false.
    public init(_ world: any World, start: Start, steps: Int? = nil, hasReference: Bool = true) throws {
        self.world = world
        action = .none(world.actionSpace.channels.count)
        let first = try self.world.reset(start)
        (frame, truth) = (first.frame, first.truth)
        if let steps { set(steps: steps) }
        guard hasReference, world.actionSpace == .standard, !(world is ReferenceWorld) else { return }
        var companion = ReferenceWorld(truth: false)
        var own = start
        own.history = []
        // Worlds of another make may have scenes that the reference world lacks; then there is nothing beside them.
        referenceFrame = try? companion.reset(own).frame
        guard referenceFrame != nil else { return }
        // Frames that the world was given are those that the reference world made.
        for moment in start.history.dropFirst() { referenceFrame = try companion.step(moment.action).frame }
        self.companion = companion
    }

    public var actionSpace: ActionSpace { world.actionSpace }
    /// Frames during which an action is held.
    public var framesPerStep: Int { world.framesPerStep }
    /// Frames until the next action counts: the rest of a step that is under way, or a whole one.
    public var framesLeft: Int { ready.isEmpty ? framesPerStep : ready.count }
    /// Denoising steps a latent frame; nil where nothing is denoised.
    public var steps: Int? { (world as? any DenoisingWorld)?.denoisingSteps }
    public var context: Int? { (world as? any DenoisingWorld)?.contextFrames }
    /// The reference world at this moment: what a policy looks at.
    public var reference: ReferenceWorld? { world as? ReferenceWorld ?? companion }

    public mutating func set(steps: Int) {
        guard var denoising = world as? any DenoisingWorld, denoising.denoisingSteps != steps else { return }
        denoising.denoisingSteps = max(1, min(64, steps))
        world = denoising
    }

    /// The words that it goes on under; nil where the world takes none.
    public var prompt: String? {
        world.abilities.contains(.prompt) ? (world as? any PromptedWorld)?.prompt : nil
    }

    /// Words for the world to come.
    public mutating func set(prompt: String) throws {
        guard var prompted = world as? any PromptedWorld, world.abilities.contains(.prompt) else {
            let name = world.name.split(separator: "/").last ?? "This world"
            throw PlayRefusal("'\(name)' was trained without words, so that a prompt changes nothing.")
        }
        if prompted.prompt == prompt { return }
        do { try prompted.say(prompt) } catch { throw PlayRefusal("\(error)") }
        world = prompted
    }

    /// Makes the next frame; `action` counts where a step of the world begins, which it is held for.
    public mutating func step(_ action: Action) throws {
        if ready.isEmpty {
            ready = try world.hold(action)[...]
            self.action = action
        }
        let made = ready.removeFirst()
        (frame, truth) = (made.frame, made.truth)
        referenceFrame = try companion?.step(action).frame
        count += 1
    }
}
