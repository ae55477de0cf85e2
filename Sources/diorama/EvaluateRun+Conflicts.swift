import ArgumentParser
import Evaluations

extension EvaluateRun {
    func validate() throws {
        guard (1...100_000).contains(clips ?? 1) else { throw ValidationError("--clips must lie in 1...100000") }
        guard (1...64).contains(jobs ?? 1) else { throw ValidationError("--jobs must be 1 to 64") }
        guard (1...1000).contains(steps ?? 1) else { throw ValidationError("--steps must be 1 to 1000") }
        guard (1...1000).contains(seeds ?? 1) else { throw ValidationError("--seeds must be 1 to 1000") }
        guard checkpoint == nil || world == nil else { throw ValidationError("give --checkpoint or --world, not both") }
        if quick && world != nil { throw ValidationError("--quick measures a checkpoint; leave --world out") }
        for text in require { _ = try ScoreRequirement(text) }
        if let shard { _ = try SuitePlan.part(shard) }
        if let size { _ = try SuitePlan.pixels(size) }
        try OutputName.check("--filmstrip", filmstrip, endings: ["png"])
        if let (option, why) = idle { throw ValidationError("\(option) does nothing here: \(why)") }
    }

    /// An option that was given and would be dropped, and why.
    var idle: (option: String, why: String)? {
        let ofSuites = [
            ("--suite", suite != nil), ("--size", size != nil), ("--seeds", seeds != nil), ("--out", out != nil),
            ("--shard", shard != nil), ("--jobs", jobs != nil), ("--require", !require.isEmpty),
            ("--no-frames", noFrames), ("--rows", rows), ("--write-videos", writeVideos != nil),
        ]
        if quick, let one = ofSuites.first(where: \.1) { return (one.0, "--quick runs no suite") }
        let ofQuick = [("--clips", clips != nil), ("--episodes", episodes != nil), ("--filmstrip", filmstrip != nil)]
        if !quick, let one = ofQuick.first(where: \.1) { return (one.0, "it belongs to --quick") }
        let ofCheckpoints = [
            ("--seeds", seeds != nil), ("--steps", steps != nil), ("--precision", precision != nil), ("--rows", rows),
        ]
        if let world, place.device != .cpu, !world.hasPrefix("coded:") {
            return ("--device", "nothing is computed with a model")
        }
        if world != nil, let one = ofCheckpoints.first(where: \.1) { return (one.0, "it belongs to --checkpoint") }
        return videoFormat != nil && writeVideos == nil ? ("--video-format", "it belongs to --write-videos") : nil
    }
}
