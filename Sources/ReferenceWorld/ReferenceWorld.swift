import Camera
import Tensors
import Worlds

/// The deterministic simulator with exact truth. A value: an assignment is a snapshot.
public struct ReferenceWorld: FrameWorld {
    /// The scene families, by name.
    public static let scenes = FamilyBuilder.families
    public let name = "reference"
    public let actionSpace = ActionSpace.standard
    public var abilities: Abilities { truth ? [.fork, .truth] : .fork }

    /// What is played: things, player and physics, whether a family or a script furnished it.
    var stage = FamilyBuilder("meadow", seed: 0).stage
    private var renderer = Renderer(width: 128, height: 80)
    private let truth: Bool

    /// Grows with every change to what the world shows or does.
    public static let version = 3
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
    /// The same at the start of a scene that a script furnishes.
    public static let stagePitch: Float = -0.25
    static let bodyRadius: Float = 0.3

    /// Without `truth`, observations carry neither depth nor instance ids.
    public init(truth: Bool = true) { self.truth = truth }

    /// Where the player's eye is, metres and radians.
    public internal(set) var pose: Truth.Pose {
        get { stage.pose }
        set { stage.pose = newValue }
    }

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
            stage = try StageBuilder(description, seed: start.seed).stage
        } else {
            let family = start.scene.isEmpty ? Self.scenes[Int(start.seed % UInt64(Self.scenes.count))] : start.scene
            stage = FamilyBuilder(family, seed: start.seed).stage
        }
        renderer = Renderer(width: start.width, height: start.height)
        return observe()
    }

    public mutating func step(_ action: Action) throws -> Observation {
        stage.step(action)
        return observe()
    }

    /// What there is to see now.
    mutating func observe() -> Observation {
        let (picture, depth, instances) = renderer.render(stage, truth: truth)
        return Observation(
            frame: picture,
            truth: Truth(
                pose: pose, intrinsics: renderer.intrinsics, depth: depth, instances: instances,
                objects: stage.objects, events: stage.events))
    }
}
