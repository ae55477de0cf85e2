import Evaluations
import Foundation
import ReferenceWorld
import Staging
import WorldModel
import Worlds

// Ten frames of `nano` while a key is held.
let nano = try Checkpoint.named("nano")
var (simulator, world) = (ReferenceWorld(), LearnedWorld(checkpoint: nano))
var start = Start(scene: "meadow", seed: 1, width: 64, height: 48)
start.history = [(frame: try simulator.reset(start).frame, action: .none())]
_ = try world.reset(start)
var forward = Action.none()
forward[.forward] = 1
var frames: [Frame] = []
while frames.count < 10 { frames += try world.hold(forward).map(\.frame) }
print("\(frames.count) frames of \(frames[0].width) x \(frames[0].height)")

// The same checkpoint on one scenario.
let library = try ScenarioLibrary.shipped(Metrics.measures)
let cases = try library.suite("smoke").cases(in: library, width: 64, height: 48) { _, _ in }
let plan = try EvaluationPlan(
    suite: "example", cases: Array(cases.prefix(1)), seeds: [0], size: (width: 64, height: 48))
let folder = RunFolder(FileManager.default.temporaryDirectory.appendingPathComponent("diorama-example"))
let candidate = CheckpointCandidate(name: "nano", checkpoint: nano, folder: Checkpoint.folder(named: "nano"))
let records = try EvaluationRunner(candidate: candidate, plan: plan, folder: folder).run { _, _, _ in } ?? []
for record in records { print("\(record.scenario) \(record.metric): \(record.score)") }
