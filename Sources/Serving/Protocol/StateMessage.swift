import Worlds

/// The answer to an agent: where each lane is now; the bytes of their pictures follow in the same order.
struct StateMessage: Encodable {
    struct Lane: Encodable {
        var lane: Int
        /// Frames since its start.
        var number: Int
        var width: Int
        var height: Int
        /// Length of its picture.
        var bytes: Int
        var truth: Known?

        init(_ number: Int, _ lane: Serving.Lane, _ picture: [UInt8], tellsTruth: Bool) {
            let rollout = lane.rollout
            (self.lane, self.number, bytes) = (number, rollout.count, picture.count)
            (width, height) = (rollout.frame.width, rollout.frame.height)
            truth = tellsTruth ? rollout.truth.map { Known($0, events: lane.events) } : nil
        }
    }

    /// What the world knows of a frame, pixels apart.
    struct Known: Encodable {
        var pose: Truth.Pose
        var intrinsics: Truth.Intrinsics
        var objects: [Truth.ObjectState]
        /// Of the whole step.
        var events: [Truth.Event]

        init(_ truth: Truth, events: [Truth.Event]) {
            (pose, intrinsics) = (truth.pose, truth.intrinsics)
            (objects, self.events) = (truth.objects, events)
        }
    }

    /// Its JSON where no truth is told: an agent that steps a quick world waits for little else than this.
    var plainText: String {
        let rows = lanes.map {
            "{\"lane\":\($0.lane),\"number\":\($0.number),\"width\":\($0.width),\"height\":\($0.height),\"bytes\":\($0.bytes)}"
        }
        let numbers = [("id", id), ("snapshot", snapshot)].compactMap { name, value in
            value.map { "\"\(name)\":\($0)," }
        }
        return
            "{\"type\":\"state\",\(numbers.joined())\"format\":\"\(format.rawValue)\",\"lanes\":[\(rows.joined(separator: ","))]}"
    }

    var type = "state"
    var id: Int?
    var format: PictureFormat
    var snapshot: Int?
    var lanes: [Lane]
}
