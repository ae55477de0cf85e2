import Evaluations
import Foundation
import ReferenceWorld
import Scenarios
import WorldModel
import Worlds

// Ten frames of `nano` while a key is held, from the simulator's first picture.
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
let scenario = try ScenarioLibrary.shipped(Metrics.measures).scenario("turn_90_back")
let staged = try scenario.staged(scenario.draws(suiteSeed: 0)[0], width: 64, height: 48)
let plan = try EvaluationPlan(suite: "example", cases: [staged.run], seeds: [0], size: (width: 64, height: 48))
let candidate = CheckpointCandidate(name: "nano", checkpoint: nano, folder: Checkpoint.folder(named: "nano"))
let folder = FileManager.default.temporaryDirectory.appendingPathComponent("diorama-example-\(getpid())")
let runner = EvaluationRunner(candidate: candidate, plan: plan, folder: RunFolder(folder))
for record in try runner.run(progress: { _, _, _ in }) ?? [] {
    print("\(record.scenario) \(record.metric): \(record.score)")
}
try FileManager.default.removeItem(at: folder)
