import ReferenceWorld
import Tensors
import Worlds

/// A script being played in the reference world: what was done so far, and what came of it.
///
/// Everything is done for an even number of frames, so that a learned world whose latent frames hold two pictures may
/// hold one action for both.
struct StagedRun: Sendable {
    /// One frame, the first included.
    struct Moment: Sendable {
        var pose: Truth.Pose
        /// What the crosshair meets within reach.
        var aimed: UInt16?
        /// Whether `use` would neither meet anything nor place a block.
        var isFree: Bool
        var objects: [Truth.ObjectState]
        /// How many pixels of the small picture show each instance.
        var pixels: [UInt16: Int]
    }

    /// A press of `use`: the action of `index` begins it.
    struct Press: Sendable, Hashable {
        var label: String
        var verb: String
        /// Nothing where something new comes to be: a placed block.
        var object: UInt16?
        var index: Int
    }

    /// Frames for which an action is held at least.
    static let group = 2
    /// Frames of a press of `use`.
    static let pressFrames = 3
    /// Longest case, frames.
    static let frameLimit = 1200
    /// Size of the pictures in which a script is tried: only what is visible matters there.
    static let size = (width: 64, height: 40)

    private(set) var world = ReferenceWorld()
    /// Which draw it is, for errors: "in draw 3 (mass 2), ".
    let subject: String
    /// The action of `actions[i]` leads to `moments[i + 1]`.
    private(set) var actions: [Action] = []
    private(set) var moments: [Moment] = []
    private(set) var events: [Truth.Event] = []
    var presses: [Press] = []
    var marks: [String: Int] = [:]
    /// Instance ids of the script's objects, by name. They stay known when a thing is gone.
    private(set) var ids: [String: UInt16] = [:]

    /// Begins in the scene of `start`, whatever size its pictures have.
    init(_ start: Start, subject: String = "") throws {
        self.subject = subject
        var small = start
        (small.width, small.height, small.history) = (Self.size.width, Self.size.height, [])
        note(try world.reset(small))
        for name in world.thingNames { ids[name] = world.instance(named: name) }
    }

    /// The newest frame's number.
    var frame: Int { actions.count }

    mutating func step(_ action: Action) throws {
        note(try world.step(action))
        actions.append(action)
    }

    private mutating func note(_ observation: Observation) {
        guard let truth = observation.truth else { return }
        var pixels: [UInt16: Int] = [:]
        for id in truth.instances { pixels[id, default: 0] += 1 }
        let aimed = world.aimed?.id
        moments.append(
            Moment(
                pose: truth.pose, aimed: aimed, isFree: aimed == nil && !world.meetsGround, objects: truth.objects,
                pixels: pixels))
        events += truth.events
    }

    /// The error that `message`, the end of a sentence, is about this place in this draw.
    func error(_ place: ScriptLocation, _ message: String) -> FileError { place.error(subject + message) }

    /// What an instance is called in the script.
    func name(of id: UInt16?) -> String {
        guard let id else { return "nothing" }
        return ids.filter { $0.value == id }.keys.max()
            ?? moments.last?.objects.first { $0.id == id }.map { "a " + $0.kind } ?? "a thing that is gone"
    }
}
