import ArgumentParser
import Foundation

extension Play {
    func validate() throws {
        if let steps, !(1...64).contains(steps) { throw ValidationError("--steps must lie in 1...64.") }
        if let frames, !(1...100_000_000).contains(frames) {
            throw ValidationError("--frames must lie in 1...100000000.")
        }
        if let fps, fps != 0 && !(1...1000).contains(fps) {
            throw ValidationError("--fps must be 0 or in 1...1000.")
        }
        try OutputName.check("--screenshot", screenshot, endings: ["png"])
        try refuseWhatDoesNothing()
        if headless
            && ((output == nil && record == nil && save == nil)
                || (actions == nil && replay == nil && scenario == nil && frames == nil && load == nil))
        {
            throw ValidationError(
                "--headless needs --output, --record or --save, and one of --actions, --replay, --load, --scenario and --frames."
            )
        }
    }

    /// Options that go together with none, or would do nothing beside another, are refused.
    func refuseWhatDoesNothing() throws {
        let startOptions = [("--start-image", startImage != nil), ("--start-episode", startEpisode != nil)]
        let sources = [("--actions", actions != nil), ("--replay", replay != nil), ("--scenario", scenario != nil)]
        try Conflict.refuseMany(sources, "say each what is played")
        try Conflict.refuseMany(startOptions, "say each where it begins")
        try Conflict.refuseMany(
            [("--load", load != nil), ("--replay", replay != nil), ("--scenario", scenario != nil)],
            "say each which game is played")
        if load == nil && replay == nil { try Conflict.refuse([("--force", force)], without: "--replay or --load") }
        if lossless && headless && !(output ?? "").lowercased().hasSuffix(".mp4") {
            throw ValidationError("--lossless would do nothing without --output NAME.mp4.")
        }
        if replay != nil || load != nil {
            try Conflict.refuse(
                [
                    ("--checkpoint", checkpoint != nil), ("--scene", scene != nil), ("--seed", seed != nil),
                    ("--steps", steps != nil), ("--precision", precision != nil), ("--prompt", prompt != nil),
                ] + startOptions, beside: replay == nil ? "--load" : "--replay", "the log says them")
        }
        if scenario != nil {
            try Conflict.refuse(
                [("--scene", scene != nil), ("--seed", seed != nil), ("--prompt", prompt != nil)] + startOptions,
                beside: "--scenario",
                "a scenario has its own scene, seed and start")
        } else {
            try Conflict.refuse([("--draw", draw != nil), ("--branch", branch != nil)], without: "--scenario")
        }
        if prompt != nil {
            try Conflict.refuse([("--scene", scene != nil)], beside: "--prompt", "the words are the scene")
        }
        if startImage != nil || startEpisode != nil {
            try Conflict.refuse(
                [("--scene", scene != nil)], beside: startImage == nil ? "--start-episode" : "--start-image",
                "what is given is the scene")
        }
        if world == "reference", replay == nil, load == nil {
            try Conflict.refuse(
                [("--steps", steps != nil), ("--prompt", prompt != nil)] + startOptions
                    + (headless
                        ? [("--precision", precision != nil), ("--device", place.device != .cpu)] : []),
                beside: "--checkpoint reference", "the simulator makes its frames from a scene, without a model")
        }
        if headless {
            try Conflict.refuse(
                [
                    ("--fps", fps != nil), ("--screenshot", screenshot != nil), ("--bindings", bindings != nil),
                    ("--episodes", episodes != nil), ("--tour", tour != nil),
                ], beside: "--headless", "it is the window's")
        } else if output != nil {
            throw ValidationError("--output needs --headless; in the window V records.")
        }
        func path(_ name: String) -> String { URL(fileURLWithPath: name).standardizedFileURL.path }
        if let log, let replay, path(log) == path(replay) {
            throw ValidationError("--log would write over the log that is replayed; give it another name.")
        }
    }
}
