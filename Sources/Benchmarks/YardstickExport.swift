import Diffusion
import Evaluations
import Foundation
import Tensors
import WorldModel

/// The yardstick as files, so that other engines can run it: `config.json`, `transformer.safetensors`, and in
/// `pass.safetensors` one pass's input, its cached keys and values, and its output in f32.
package struct YardstickExport {
    private struct Description: Encodable {
        let width: Int
        let depth: Int
        let heads: Int
        let mlpRatio: Int
        let tokenChannels: Int
        let actionInputs: Int
        /// Noise levels of a frame's passes, and of the exported one.
        let levels: [Float]
        let level: Float
        let gflopPerFrame: Double
    }

    package static func write(to folder: URL) throws {
        let yardstick = YardstickBenchmark(.f32, on: nil)
        let (context, c) = (yardstick.context, yardstick.model.configuration)
        let grid = YardstickBenchmark.grid
        var stream = FrameStream(
            yardstick.model, grid: grid, contextFrames: YardstickBenchmark.contextFrames, context: context)
        let actions = (0..<c.actionInputs).map { Float($0 % 3) / 2 }
        for frame in 0..<YardstickBenchmark.contextFrames {
            let tokens = context.noise([grid.count, c.tokenChannels], seed: 2, stream: UInt64(frame))
            let modulations = stream.modulations(levels: [0], actions: actions)
            _ = stream.pass(tokens, modulations, index: 0)
            stream.advance(modulations)
        }
        let (keys, values) = stream.keptContext()
        let level: Float = 0.75
        let tokens = context.noise([grid.count, c.tokenChannels], seed: 3, stream: 0)
        let before = context.flops
        let output = stream.pass(tokens, stream.modulations(levels: [level], actions: actions), index: 0)
        let flops = (context.flops - before) * Double(YardstickBenchmark.levels.count)

        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try ParameterFile.save(
            yardstick.model.store, folder.appendingPathComponent("transformer.safetensors"), .f32)
        let cache = [c.depth, c.heads, keys.count / c.depth / c.width, c.headDim]
        try SafetensorsWriter.write(
            [
                SafetensorsTensor(name: "tokens", shape: tokens.shape, floats: tokens.array),
                SafetensorsTensor(name: "actions", shape: [1, actions.count], floats: actions),
                SafetensorsTensor(name: "keys", shape: cache, floats: keys),
                SafetensorsTensor(name: "values", shape: cache, floats: values),
                SafetensorsTensor(name: "output", shape: output.shape, floats: output.array),
            ], to: folder.appendingPathComponent("pass.safetensors"))
        let description = Description(
            width: c.width, depth: c.depth, heads: c.heads, mlpRatio: c.mlpRatio, tokenChannels: c.tokenChannels,
            actionInputs: c.actionInputs, levels: YardstickBenchmark.levels, level: level, gflopPerFrame: flops * 1e-9)
        try JSONText.data(description).write(to: folder.appendingPathComponent("config.json"), options: .atomic)
    }
}
