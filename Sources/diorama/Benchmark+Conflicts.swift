import ArgumentParser

extension Benchmark {
    func validate() throws {
        if playFrames ?? 20 < 20 { throw ValidationError("--play-frames must be 20 or more.") }
        if let soakFrames, soakFrames < 300 { throw ValidationError("--soak-frames must be 300 or more.") }
        if json && markdown { throw ValidationError("--json and --markdown are two forms of one report; choose one.") }
        try refuseWhatDoesNothing()
    }

    func refuseWhatDoesNothing() throws {
        let plays = [("--checkpoint", checkpoint != nil), ("--precision", precision != nil)]
        let frames = [("--play-frames", playFrames != nil)]
        if exportYardstick != nil {
            try Conflict.refuse(
                plays + frames + [
                    ("--cases", !cases.isEmpty), ("--soak-frames", soakFrames != nil), ("--json", json),
                    ("--markdown", markdown),
                ], beside: "--export-yardstick", "it measures nothing")
        }
        if soakFrames != nil {
            try Conflict.refuse(
                frames + [("--cases", !cases.isEmpty)], beside: "--soak-frames", "it measures instead of them")
        } else if !cases.isEmpty {
            let named = "--cases \(cases.map(\.rawValue).joined(separator: " "))"
            if Set(cases).isDisjoint(with: [.play, .load, .roofline]) {
                try Conflict.refuse(plays, beside: named, "they play no checkpoint")
            }
            if Set(cases).isDisjoint(with: [.play, .load]) {
                try Conflict.refuse(frames, beside: named, "they play no frames")
            }
        }
        if place.device == .cpu { try Conflict.refuse([("--no-graph", noGraph)], without: "--device cuda") }
    }
}
