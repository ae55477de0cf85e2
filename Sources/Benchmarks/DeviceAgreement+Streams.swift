import Camera
import Diffusion
import Dispatch
import Layers
import Synchronization
import Tensors

extension DeviceAgreement {
    static let grid = TokenGrid(rows: 5, columns: 6)

    /// Streamed frames beside the CPU's; captured passes beside plain ones, and streams side by side beside one alone, which
    /// must be the same to the bit.
    package func streamRows() -> (rows: [Row], captured: Int) {
        var rows: [Row] = []
        var captured = 0
        for precision in [Context.Precision.f32, .bf16] {
            for camera in [false, true] {
                let name = camera ? "streamed frames with memory" : "streamed frames"
                let expected = frames(.f32, camera: camera, on: nil).values
                let replayed = frames(precision, camera: camera, on: device)
                let captures = device.capturesGraphs
                device.capturesGraphs = false
                let plain = frames(precision, camera: camera, on: device).values
                // Plain passes share the device's one queue all the way.
                let beside = camera ? nil : together { frames(precision, camera: camera, on: device).values }
                device.capturesGraphs = captures
                captured += replayed.captured
                func row(_ name: String, _ error: Double) {
                    rows.append(Row(name: name, precision: precision, forward: error))
                }
                func same(_ values: [Float]) -> Double { values == plain ? 0 : .infinity }
                row(name, Self.error(replayed.values, expected))
                row(name + ", captured or not", same(replayed.values))
                if let beside { row(name + ", several at once", beside.map(same).max()!) }
            }
            rows.append(Row(name: "what no graph can do", precision: precision, forward: refused(precision)))
            rows.append(
                Row(name: "residual and layer norm, in one or not", precision: precision, forward: joined(precision)))
        }
        return (rows, captured)
    }

    /// What `make` makes on several threads at a time.
    private func together(_ make: @Sendable () -> [Float]) -> [[Float]] {
        let made = Mutex<[[Float]]>([])
        DispatchQueue.concurrentPerform(iterations: 4) { _ in
            let values = make()
            made.withLock { $0.append(values) }
        }
        return made.withLock { $0 }
    }

    /// A small transformer with random weights; with `camera` it works in directions and sees memory.
    func transformer(camera: Bool) -> DiT {
        var c = DiTConfiguration()
        (c.latentChannels, c.width, c.depth, c.heads, c.mlpRatio, c.actionInputs) = (4, 64, 3, 2, 2, 4)
        (c.contextFrames, c.seesMemory) = (3, camera)
        if camera {
            c.camera = CameraMotion(
                channels: 2, turnChannel: 0, turnDegrees: 6, lookChannel: 1, lookDegrees: 4, fieldOfView: 75)
        }
        let model = DiT(c, seed: seed, zeroInitialized: false)
        var random = PhiloxGenerator(seed: seed, stream: 1 << 21)
        for i in 0..<model.store.count { model.store.values[i] += 0.05 * random.normal() }
        model.store.changed()
        return model
    }

    /// All velocities of ten frames with a context of three, whose levels and actions change, with a fork on the way.
    private func frames(_ precision: Context.Precision, camera: Bool, on device: CUDADevice?)
        -> (values: [Float], captured: Int)
    {
        let model = transformer(camera: camera)
        let (c, grid) = (model.configuration, Self.grid)
        var random = PhiloxGenerator(seed: seed, stream: 1 << 22)
        let context = Context(model.store, precision: precision, pool: BufferPool(device: device))
        var stream = FrameStream(model, grid: grid, contextFrames: c.contextFrames, context: context)
        func numbers(_ count: Int) -> [Float] { (0..<count).map { _ in random.normal() } }
        var values: [Float] = []
        func frame(_ stream: inout FrameStream) {
            let views = context.constant(numbers(grid.count * 4 * c.viewChannels), [grid.count, 4 * c.viewChannels])
            let levels = (0..<3).map { _ in Float(random.next() % 1000) / 1000 }
            let m = stream.modulations(
                levels: levels, actions: numbers(c.actionInputs), views: camera ? views : nil)
            let x = context.constant(numbers(grid.count * c.tokenChannels), [grid.count, c.tokenChannels])
            for pass in 0..<3 {
                let made = stream.pass(x, m, index: pass)
                values += made.array
                context.add(-0.3, made, into: x)
            }
            stream.advance(m)
        }
        for count in 0..<10 {
            frame(&stream)
            if count == 6 {
                var fork = stream
                frame(&fork)
                frame(&stream)
                frame(&fork)
            }
        }
        return (values, context.capturedPasses)
    }

    /// The error of work that looks at its own results on the way, as captured work must not.
    private func refused(_ precision: Context.Precision) -> Double {
        let store = ParameterStore()
        store.allocate(seed: nil)
        let context = Context(store, precision: precision, pool: BufferPool(device: device))
        var (found, expected): ([Float], [Float]) = ([], [])
        for round in 0..<4 {
            let numbers = (0..<8).map { Float($0 + round) }
            let made = context.captured([0], StreamInputs([context.constant(numbers, [2, 4])])) {
                let twice = context.add($0.tensors[0], $0.tensors[0])
                return [context.constant(twice.array.map { $0 + 1 }, [2, 4])]
            }
            found += made[0].array
            expected += numbers.map { 2 * $0 + 1 }
        }
        return Self.error(found, expected)
    }

    /// 0 where a gated residual and the layer norm after it are the same to the bit in one kernel and, as when another thread
    /// comes between, in two.
    private func joined(_ precision: Context.Precision) -> Double {
        let (rows, columns) = (40, 96)
        let store = ParameterStore()
        let weight = store.declare("weight", [columns, columns], deviation: 0.1)
        let bias = store.declare("bias", [columns], deviation: 1)
        store.allocate(seed: seed)
        let context = Context(store, precision: precision, pool: BufferPool(device: device))
        var random = PhiloxGenerator(seed: seed, stream: 1 << 24)
        func numbers(_ rows: Int, _ columns: Int) -> Tensor {
            context.constant((0..<rows * columns).map { _ in random.normal() }, [rows, columns])
        }
        let (x, y, modulation) = (numbers(rows, columns), numbers(rows, columns), numbers(4, 3 * columns))
        let made = [false, true].map { apart in
            let sum = context.linear(
                y, weight, bias: bias, addedTo: GatedSum(x, modulation: modulation, gate: 2 * columns))
            if apart { device.synchronize() }
            let normal = context.normalize(sum, modulation: modulation, shift: 0, scale: columns)
            return normal.array + sum.array
        }
        return made[0] == made[1] ? 0 : .infinity
    }
}
