import Tensors
import Worlds

/// The deterministic simulator with exact truth. A value: an assignment is a snapshot.
public struct ReferenceWorld: FrameWorld {
    /// The scene families, by name.
    public static let scenes = ["meadow", "rooms", "table"]
    public let name = "reference"
    public let actionSpace = ActionSpace.standard
    public var abilities: Abilities { truth ? [.fork, .truth] : .fork }
    /// Where the player's eye is, metres and radians.
    public internal(set) var pose = Truth.Pose(x: 0, y: 1.5, z: 0, yaw: 0, pitch: 0)

    var scene = Scene(family: "meadow", seed: 0)
    var random = RandomSource(seed: 0, stream: 1)
    /// Of the player, metres a second.
    var fallSpeed: Float = 0
    var frame = 0
    var events: [Truth.Event] = []
    /// The things of a scene built to order; nil in the scene families.
    var stage: Stage?
    private var used = false
    private var renderer = Renderer(width: 128, height: 80)
    private let truth: Bool

    /// Grows with every change to what the world shows or does.
    public static let version = 2
    /// Degrees that a picture spans from left to right.
    public static let fieldOfView = CameraRig.reference.fieldOfView
    /// Seconds a frame.
    static let tick: Float = 1 / 20
    /// Metres a second squared.
    static let gravity: Float = 9.8
    /// Height of the camera above what carries the player, metres.
    public static let eyeHeight = CameraRig.reference.eyeHeight
    /// How far upwards the player looks at the start of a scene, and can look at all, radians.
    public static let startPitch = CameraRig.reference.startPitch
    public static let pitchLimit = CameraRig.reference.pitchLimit
    /// The same at the start of a staged scene.
    public static let stagePitch: Float = -0.25
    static let bodyRadius: Float = 0.3

    /// Without `truth`, observations carry neither depth nor instance ids.
    public init(truth: Bool = true) { self.truth = truth }

    /// Begins anew, in the scene of `start.description` if there is one, else in a scene family. Frames to continue are
    /// ignored: the scene begins at its own start.
    public mutating func reset(_ start: Start) throws -> Observation {
        guard start.description != nil || start.scene.isEmpty || Self.scenes.contains(start.scene) else {
            throw FileError(
                "There is no scene '\(start.scene)'; the scenes are \(Self.scenes.joined(separator: ", ")).")
        }
        guard (16...4096).contains(start.width), (16...4096).contains(start.height) else {
            throw FileError("A picture of \(start.width)x\(start.height) cannot be rendered; use 16 to 4096 pixels.")
        }
        if let description = start.description {
            let built = try StageBuilder(description, seed: start.seed).stage
            renderer = Renderer(width: start.width, height: start.height)
            used = false
            adopt(built)
            return observe()
        }
        stage = nil
        let family = start.scene.isEmpty ? Self.scenes[Int(start.seed % UInt64(Self.scenes.count))] : start.scene
        scene = Scene(family: family, seed: start.seed)
        random = RandomSource(seed: start.seed, stream: 1)
        renderer = Renderer(width: start.width, height: start.height)
        pose = Truth.Pose(
            x: scene.start.x, y: Self.eyeHeight, z: scene.start.z, yaw: scene.heading, pitch: Self.startPitch)
        (fallSpeed, used, frame, events) = (0, false, 0, [])
        return observe()
    }

    public mutating func step(_ action: Action) throws -> Observation {
        if var staged = stage {
            stage = nil
            staged.step(action)
            adopt(staged)
            return observe()
        }
        frame += 1
        events.removeAll(keepingCapacity: true)
        movePlayer(action)
        let use = action[.use] > 0.5
        if use && !used { useWhatIsAhead() }
        used = use
        for i in scene.things.indices { animate(i) }
        return observe()
    }

    /// Takes over a stage and what the rest of the world knows of it.
    mutating func adopt(_ staged: Stage) {
        (scene, pose, fallSpeed) = (staged.scene, staged.pose, staged.fallSpeed)
        (frame, events) = (staged.frame, staged.events)
        stage = staged
    }

    /// What there is to see now.
    mutating func observe() -> Observation {
        let (picture, depth, instances) = renderer.render(scene, stage, pose: pose, truth: truth)
        let objects =
            stage?.objects
            ?? scene.things.map {
                Truth.ObjectState(
                    id: $0.id, kind: $0.kind.rawValue, position: $0.position, velocity: $0.velocity, state: $0.state)
            }
        return Observation(
            frame: picture,
            truth: Truth(
                pose: pose, intrinsics: renderer.intrinsics, depth: depth, instances: instances, objects: objects,
                events: events))
    }

    mutating func report(_ kind: String, _ object: UInt16, cause: String) {
        events.append(.init(frame: frame, kind: kind, object: object, cause: cause))
    }

    /// Reports a contact unless it goes on from the last few frames.
    mutating func reportContact(_ kind: String, _ index: Int, cause: String) {
        if frame - scene.things[index].touched > 6 { report(kind, scene.things[index].id, cause: cause) }
        scene.things[index].touched = frame
    }
}
