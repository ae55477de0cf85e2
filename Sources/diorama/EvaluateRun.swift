import ArgumentParser
import Evaluations
import Foundation
import Media
import Tensors
import WorldModel
import Worlds

struct EvaluateRun: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Run a suite for one candidate (what `diorama evaluate` does by itself).")

    @Option(help: "The suite: smoke (default), standard, full, prompts, or a suite file.") var suite: String?
    @Option(help: "A shipped checkpoint or a folder; +none, +memory or +oracle behind it says what is kept of memory.")
    var checkpoint: String?
    @Option(
        help: """
            Instead of a checkpoint: reference, cheat:NAME, coded:CHECKPOINT (the truth through its codec), or video:DIR \
            with a recorded rollout per scenario.
            """)
    var world: String?
    @Option(help: "Where results.jsonl, summary.json, manifest.json and frames go (default: runs/evaluations/...).")
    var out: String?
    @Option(help: "Noise seeds of a checkpoint (default: the suite's).") var seeds: Int?
    @Option(help: "Pictures of worlds that make any size, WIDTHxHEIGHT (default: 128x80).") var size: String?
    @Option(help: "Denoising steps of a checkpoint (default: its own).") var steps: Int?
    @Option(
        help: "Arithmetic of a checkpoint: f32, bf16, int8, or auto (default), the fastest here that keeps the quality."
    )
    var precision: PrecisionChoice?
    @OptionGroup var place: DeviceOption
    @Option(help: "Scenarios that run at once (default: one a processor); results do not depend on it.")
    var jobs: Int?
    @Option(help: "Only part i of n: i/n.") var shard: String?
    @Flag(help: "Keep no filmstrips.") var noFrames = false
    @Option(help: "Record every rollout here, with its actions; --world video:DIR scores such recordings.")
    var writeVideos: String?
    @Option(help: "What --write-videos writes: mp4 files (default), or png, folders with a picture a frame.")
    var videoFormat: RolloutWriter.Format?
    @Flag(
        help: "Also play without memory, and with all that memory shows: whose score is it? Takes three times as long.")
    var rows = false
    @Flag(help: "One JSON object.") var json = false
    @Option(help: "Exit with 1 unless met, e.g. \"headline>=0.5\" or \"causality>=0.3\".") var require: [String] = []
    @Flag(help: "No suite: PSNR of a checkpoint's next frames on held-out seeds.") var quick = false
    @Option(help: "Quick: clips to average over (default: 24).") var clips: Int?
    @Option(help: "Quick: take the clips from this episode set instead of the simulator, as of a world it never saw.")
    var episodes: String?
    @Option(help: "Quick: a filmstrip PNG of truth, codec, prediction and shuffled actions for four clips.")
    var filmstrip: String?
}
