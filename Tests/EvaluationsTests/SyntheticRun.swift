import Evaluations
import Foundation
import Tensors
import TestSupport

/// A run folder with made-up scores: two families a module, three scenarios a family, four draws, some noise seeds.
struct SyntheticRun {
    static let families = [
        ("geometry", "rotate"), ("geometry", "translate"), ("permanence", "occlusion"), ("permanence", "state"),
        ("causality", "contact"), ("causality", "specificity"),
    ]
    static let metrics = ["geometry": "revisit", "permanence": "choice", "causality": "effect"]

    var records: [ResultRecord]
    var strips: [FrameStrip] = []
    var manifest: Manifest

    /// Scores are `level` of (module, family) plus a spread of 0.05 that depends on `name` and the case alone.
    init(_ name: String, seeds: [Int] = [0, 1], level: (String, String) -> Double = { _, _ in 0.5 }) {
        var records: [ResultRecord] = []
        var random = PhiloxGenerator(seed: name.utf8.reduce(0) { $0 &* 31 &+ UInt64($1) })
        for (module, family) in Self.families {
            for number in 0..<3 {
                for draw in 0..<4 {
                    for seed in seeds {
                        let score = min(1, max(0, level(module, family) + 0.05 * Double(random.normal())))
                        records.append(
                            ResultRecord(
                                scenario: "\(family)_\(number)", sha: "\(family)\(number)\(draw)", module: module,
                                family: family, heldOut: number == 2, split: ["id", "id", "ood", "comb"][draw],
                                draw: draw, seed: seed, metric: Self.metrics[module] ?? "", raw: 0.2 + 0.7 * score,
                                floor: 0.2, ceil: 0.9, score: score, gates: ["view": true]))
                    }
                }
            }
        }
        self.records = records
        manifest = Manifest(
            candidate: name, modelHash: "abc", codecHash: "def",
            sampler: SamplerSettings(steps: 4, contextFrames: 16), suite: "smoke", suiteHash: "one", seeds: seeds,
            width: 64, height: 48, cases: 72, resultsHash: name, commit: "0123456", swift: "6.3",
            cpuFeatures: ["avx2"], threads: 2, commandLine: ["diorama", "evaluate", name, "--suite", "smoke"])
    }

    /// The manifest of just these records.
    var whole: Manifest {
        get throws {
            var manifest = manifest
            manifest.resultsHash = try RunRecorder.hash(records)
            return manifest
        }
    }

    /// Writes the folder `name` below `folder` and reads it back.
    @discardableResult func run(in folder: TemporaryFolder, _ name: String) throws -> EvaluationRun {
        let out = RunFolder(folder.file(name))
        try out.create()
        try out.write(records)
        try out.write(strips)
        _ = try RunRecorder(folder: out).finish(records, whole)
        return try EvaluationRun(out.url)
    }
}
