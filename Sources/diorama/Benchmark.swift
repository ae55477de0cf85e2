import ArgumentParser
import Foundation
import Playing
import Tensors

struct Benchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measure the engine, the reference world, training and play; medians of several runs.",
        discussion: """
            Quiet the machine first: one busy process on two cores halves the numbers. The report's second line tells which \
            kernels and which --precision auto this machine was once measured to be fastest with, and how fast each was. \
            --cases picks from

              peak       one large product in bf16, f32 and int8; copying from memory and within the caches
              yardstick  a fixed network with random weights (64 tokens a frame, width 384, depth 12, 16 frames of \
            cached context, 4 denoising passes and a cache pass; 20.1 GFLOP a frame) in every precision
              isa        the peak and the yardstick under every instruction set this machine has: baseline, avx2, \
            avx512, avx512bf16; the environment variable DIORAMA_ISA holds any command to one of them
              training   a step of a 10 M-parameter transformer and of the compression network, end to end, with the \
            shares of loading and rendering data
              world      the reference world at 64 x 64, with truth
              play       the checkpoint without a window, then in one at its own rate, then with the \
            meters on and off in turns (meters_share: what they add to a frame, made and drawn)
              load       play beside one and two busy processes
              agreement  with --device cuda alone: how far the GPU's primitives, gradients, streamed frames and losses \
            of short trainings are from the CPU's in f32; exits with 1 where they are too far
              roofline   where a frame of the yardstick and of the checkpoint goes, piece by piece, and how near each \
            piece is to what arithmetic and memory allow

              diorama benchmark --cases peak yardstick roofline
              diorama benchmark --checkpoint runs/mine/checkpoint --json
            """)

    enum Case: String, CaseIterable, ExpressibleByArgument {
        case agreement, peak, yardstick, isa, training, world, play, load, roofline
    }

    @OptionGroup var place: DeviceOption
    @Flag(help: "One JSON object.") var json = false
    @Flag(help: "Markdown tables, as in docs/benchmarks.md.") var markdown = false
    @Option(help: "The checkpoint to play (default: small).") var checkpoint: String?
    @Option(parsing: .upToNextOption, help: "What to measure; by default everything.") var cases: [Case] = []
    @Option(
        help:
            "Arithmetic of the checkpoint: f32, bf16, int8, or auto, the fastest here that keeps the quality (default: auto)."
    )
    var precision: PrecisionChoice?
    @Option(help: "Frames to play (default: 200).") var playFrames: Int?
    @Option(help: "Play so many frames instead and compare the last with frame 100: cost and memory.")
    var soakFrames: Int?
    @Flag(help: "On a GPU: launch kernels one by one instead of capturing passes as graphs.") var noGraph = false
    @Option(help: "Write the yardstick's weights, input and output to this folder instead, for other engines.")
    var exportYardstick: String?
}
