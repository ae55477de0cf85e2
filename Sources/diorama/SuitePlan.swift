import ArgumentParser
import Evaluations
import Foundation
import Scenarios
import Worlds

/// Makes the plan of an evaluation from what the command line says.
struct SuitePlan {
    var suite: String
    /// WIDTHxHEIGHT; nil: the candidate's own, or 128x80.
    var size: String?
    var seeds: Int?
    var shard: String?

    func plan(for candidate: any Candidate) throws -> EvaluationPlan {
        let library = try ScenarioLibrary.shipped(Metrics.measures)
        let listed = try library.suite(suite)
        let asked = try size.map(Self.pixels)
        let pixels = candidate.size ?? asked ?? (128, 80)
        if let asked, asked != pixels {
            throw ValidationError(
                "\(candidate.name) makes pictures of \(pixels.width)x\(pixels.height), not \(asked.width)x\(asked.height): leave --size out"
            )
        }
        let bar = ProgressBar(total: try listed.draws(in: library).count, label: "staging")
        let cases = try listed.cases(in: library, width: pixels.width, height: pixels.height) { done, _ in
            bar.update(done)
        }
        bar.finish()
        let count = candidate.isNoisy ? seeds ?? listed.noiseSeeds : 1
        return try EvaluationPlan(
            suite: suite, cases: cases, seeds: Array(0..<count), size: pixels, shard: try shard.map(Self.part))
    }

    static func pixels(_ text: String) throws -> (width: Int, height: Int) {
        guard let size = PictureSize(text, in: 32...512) else {
            throw ValidationError("--size must be WIDTHxHEIGHT, multiples of 16 from 32 to 512, not '\(text)'")
        }
        return (size.width, size.height)
    }

    static func part(_ text: String) throws -> (part: Int, of: Int) {
        let numbers = text.split(separator: "/").compactMap { Int($0) }
        guard numbers.count == 2, numbers[1] > 0, (1...numbers[1]).contains(numbers[0]) else {
            throw ValidationError("--shard must be i/n with i from 1 to n, not '\(text)'")
        }
        return (numbers[0], numbers[1])
    }
}
