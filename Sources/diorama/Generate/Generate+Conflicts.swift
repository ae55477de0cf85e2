import ArgumentParser
import Foundation
import Generation
import Worlds

extension Generate {
    /// Options that are given, but for output, prompt and device.
    private var given: Conflict.Options {
        [
            ("--checkpoint", checkpoint != nil), ("--image", image != nil), ("--video", video != nil),
            ("--strength", strength != nil), ("--extend", extend != nil), ("--forward", forward != nil),
            ("--backward", backward != nil), ("--connect", !connect.isEmpty), ("--loop", loop != nil),
            ("--keyframes", keyframes != nil), ("--size", size != nil), ("--seconds", seconds != nil),
            ("--actions", actions != nil), ("--camera", camera != nil), ("--steps", steps != nil),
            ("--guidance", guidance != nil), ("--seed", seed != nil), ("--count", count != nil),
            ("--prototype", prototype), ("--rewrite", rewrite), ("--rewriter", rewriter.rewriter != nil),
            ("--lossless", lossless), ("--precision", precision != nil),
        ]
    }

    func validate() throws {
        let sources: Conflict.Options = [
            ("--image", image != nil), ("--video", video != nil), ("--extend", extend != nil),
            ("--connect", !connect.isEmpty), ("--loop", loop != nil), ("--keyframes", keyframes != nil),
        ]
        try Conflict.refuseMany(sources, "say each what is given")
        try Conflict.refuseMany([("--actions", actions != nil), ("--camera", camera != nil)], "say each what is done")
        if again != nil {
            try Conflict.refuse(given + [("the prompt", prompt != nil)], beside: "--again", "the video says it")
        }
        if prompt == nil {
            try Conflict.refuse(
                [("--rewrite", rewrite), ("--rewriter", rewriter.rewriter != nil), ("--guidance", guidance != nil)],
                without: "a prompt")
        }
        if video == nil { try Conflict.refuse([("--strength", strength != nil)], without: "--video") }
        if extend == nil {
            try Conflict.refuse(
                [("--forward", forward != nil), ("--backward", backward != nil)], without: "--extend")
        } else {
            if forward == nil, backward == nil {
                throw ValidationError("--extend needs --forward or --backward, in seconds.")
            }
            try Conflict.refuse(
                [("--seconds", seconds != nil)], beside: "--extend", "--forward and --backward say how long")
        }
        if !connect.isEmpty, connect.count != 2 {
            throw ValidationError("--connect takes two videos, not \(connect.count).")
        }
        if let strength, !GenerationSettings.strengths.contains(strength) {
            throw ValidationError("--strength must lie in 0...1.")
        }
        for (name, value) in [("--seconds", seconds), ("--forward", forward), ("--backward", backward)] {
            guard let value else { continue }
            guard value > 0, value <= GenerationSettings.longest else {
                throw ValidationError("\(name) must lie above 0, up to \(Int(GenerationSettings.longest)).")
            }
        }
        if let steps, !(1...256).contains(steps) { throw ValidationError("--steps must lie in 1...256.") }
        if let guidance, !(0...30).contains(guidance) { throw ValidationError("--guidance must lie in 0...30.") }
        if let count, !GenerationSettings.seeds.contains(count) {
            throw ValidationError("--count must lie in 1...\(GenerationSettings.seeds.upperBound).")
        }
        if let prompt, prompt.utf8.count > 4000 { throw ValidationError("The prompt is longer than 4000 bytes.") }
        _ = try pixels()
        _ = try places()
    }

    /// The size that is asked for.
    func pixels() throws -> (width: Int, height: Int)? {
        guard let size else { return nil }
        let range = GenerationSettings.sides
        guard let pixels = PictureSize(size, in: range) else {
            throw ValidationError(
                "'\(size)' is no size; write width x height, multiples of 16 up to \(range.upperBound), such as 160x96."
            )
        }
        return (pixels.width, pixels.height)
    }

    /// The keyframes' numbers and files.
    func places() throws -> [(picture: Int, path: String)] {
        guard let keyframes else { return [] }
        var places: [(picture: Int, path: String)] = []
        for part in keyframes.split(separator: ",") {
            let sides = part.split(separator: ":", maxSplits: 1)
            guard sides.count == 2, let picture = Int(sides[0]), (0...1200).contains(picture) else {
                throw ValidationError("'\(part)' is no keyframe; write NUMBER:PICTURE, such as 40:b.png.")
            }
            guard !places.contains(where: { $0.picture == picture }) else {
                throw ValidationError("--keyframes gives the picture \(picture) twice.")
            }
            places.append((picture, String(sides[1])))
        }
        return places
    }
}
