import Camera
import Foundation
import ReferenceWorld
import WorldModel
import Worlds

/// Measures each picture against the one before, memory and the start.
struct Meters {
    private var start: PictureProfile
    private var last: PictureProfile
    private var number: Int
    private var branch: Int

    /// `start` is the first picture of the game, `last` the newest.
    init(start: Frame, last: Picture) {
        (self.start, self.last) = (PictureProfile(start), PictureProfile(last.frame))
        (number, branch) = (last.number, last.branch)
    }

    /// Reads the picture that `rollout` has come to.
    mutating func read(_ picture: Picture, _ rollout: Rollout) -> MeterReading {
        let profile = PictureProfile(picture.frame)
        let follows = picture.number == number + 1 && picture.branch == branch
        defer { (last, number, branch) = (profile, picture.number, picture.branch) }
        let colour = profile.colour - start.colour
        var reading = MeterReading(
            sharpness: start.sharpness > 0 ? Double(profile.sharpness / start.sharpness) : 1,
            colour: Double((colour * colour).sum().squareRoot()))
        if let recall = (rollout.world as? LearnedWorld)?.recall {
            reading.difference = recall.difference(picture.frame)
            reading.memory = Double(recall.kept.count { $0 > 0 }) / Double(max(1, recall.kept.count))
        }
        guard follows, let axis = rollout.actionSpace.turnAxis,
            let degrees = rollout.actionSpace.channels[axis].degrees, let view = Self.fieldOfView(rollout.world)
        else { return reading }
        reading.asked = Double(picture.action.values[axis] * degrees)
        // Pixels a degree in the middle of the picture.
        let scale = Double(picture.frame.width) / 2 / tan(view * .pi / 360) * .pi / 180
        let limit = min(picture.frame.width / 5, Int(scale * Double(abs(degrees)) * 1.5) + 2)
        reading.turned = profile.shift(from: last, limit: limit).map { $0 / scale }
        return reading
    }

    /// Degrees from the left to the right edge; nil where that is not known.
    private static func fieldOfView(_ world: any World) -> Double? {
        if world is ReferenceWorld { return Double(CameraRig.reference.fieldOfView) }
        return (world as? LearnedWorld)?.checkpoint.configuration.transformer.camera.map { Double($0.fieldOfView) }
    }
}
