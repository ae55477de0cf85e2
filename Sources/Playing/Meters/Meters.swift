import Camera
import Foundation
import Memory
import ReferenceWorld
import WorldModel
import Worlds

/// Measures each picture against the one before, memory and the start.
package struct Meters {
    private var start: PictureProfile
    private var last: PictureProfile
    private var number: Int
    private var branch: Int
    private var walk: WalkReader?
    /// For each pixel of the newest step's last picture, whether it looks as memory's newest (2) or older pictures (1) show it.
    package private(set) var kept: [UInt8]?

    /// `start` is the first picture of the game, `last` the newest.
    package init(start: Frame, last: Picture) {
        (self.start, self.last) = (PictureProfile(start), PictureProfile(last.frame))
        (number, branch) = (last.number, last.branch)
    }

    /// Reads the picture that `rollout` has come to.
    package mutating func read(_ picture: Picture, _ rollout: Rollout) -> MeterReading {
        let profile = PictureProfile(picture.frame)
        let follows = picture.number == number + 1 && picture.branch == branch
        defer { (last, number, branch) = (profile, picture.number, picture.branch) }
        let colour = profile.colour - start.colour
        var reading = MeterReading(
            sharpness: start.sharpness > 0 ? Double(profile.sharpness / start.sharpness) : 1,
            colour: Double((colour * colour).sum().squareRoot()))
        // Memory is asked once a step, for its last picture.
        if rollout.framesLeft == rollout.framesPerStep {
            kept = nil
            if let recall = (rollout.world as? LearnedWorld)?.recall {
                let agreement = Agreement(picture.frame, recall)
                reading.difference = recall.difference(picture.frame)
                (reading.memory, kept) = (agreement.share, agreement.kept)
            }
        }
        if !follows { walk = nil }
        reading.walked = walk?.read(profile, picture.action.values)
        if walk == nil {
            walk = WalkReader(Self.camera(rollout.world), pitch: Self.pitch(rollout.world), first: profile)
        }
        guard follows, let axis = rollout.actionSpace.turnAxis,
            let degrees = rollout.actionSpace.channels[axis].degrees,
            let view = Self.camera(rollout.world).map({ Double($0.fieldOfView) })
        else { return reading }
        reading.asked = Double(picture.action.values[axis] * degrees)
        // Pixels a degree in the middle of the picture.
        let scale = Double(picture.frame.width) / 2 / tan(view * .pi / 360) * .pi / 180
        let limit = min(picture.frame.width / 5, Int(scale * Double(abs(degrees)) * 1.5) + 2)
        reading.turned = profile.shift(from: last, limit: limit).map { $0 / scale }
        return reading
    }

    /// What actions do to the camera, where that is known.
    private static func camera(_ world: any World) -> CameraMotion? {
        if world is ReferenceWorld { return CameraMotion(world.actionSpace, .reference) }
        return (world as? LearnedWorld)?.checkpoint.configuration.transformer.camera
    }

    /// How far up it looks now, radians.
    private static func pitch(_ world: any World) -> Float {
        if let reference = world as? ReferenceWorld { return reference.pose.pitch }
        return ((world as? LearnedWorld)?.memory as? WarpMemory)?.pose.pitch
            ?? camera(world)?.travel?.startPitch ?? 0
    }
}
