import CKernels
import Synchronization

/// Where primitives run: the engine's workers and memory, the arithmetic, and the tape when gradients are wanted.
///
/// The methods of `Context` are the engine's boundary: layers compute through them alone.
public final class Context: @unchecked Sendable {
    /// The arithmetic of matrix products and of the activations between them; the residual stream is always f32.
    public enum Precision: String, Sendable, Codable, CaseIterable {
        case f32, bf16
        /// Layers that stand it multiply int8 by int8; all else is as in bf16. Without gradients.
        case int8
    }

    public let store: ParameterStore
    public let precision: Precision
    public let workers: WorkerPool
    public let pool: BufferPool
    /// Whether primitives are recorded for `backward`.
    public let recording: Bool
    /// Floating-point operations of all matrix products so far, forward and backward.
    public var flops: Double { Double(operations.load(ordering: .relaxed)) }
    /// Worlds that were forked share a context, from several threads.
    private let operations = Atomic<Int>(0)
    private var tape: [() -> Void] = []
    let passes = Mutex<[CapturedPass.Key: PassState]>([:])
    /// The GPU that computes; nil: the CPU.
    public var device: CUDADevice? { pool.device }
    /// Where the time of primitives is noted, under the name of a part of the model; nil: nowhere.
    public var profile: (part: String, log: Profile)?

    public init(
        _ store: ParameterStore, precision: Precision = .bf16, recording: Bool = false,
        workers: WorkerPool = .shared, pool: BufferPool? = nil
    ) {
        (self.store, self.precision, self.recording) = (store, precision, recording)
        self.workers = workers
        self.pool = pool ?? BufferPool(device: store.device)
        precondition(!recording || precision != .int8, "int8 has no gradients")
        if recording, self.pool.device == nil { store.allocateGradients() }
    }

    /// Adds to `flops`.
    func count(_ flops: Double) { operations.wrappingAdd(Int(flops), ordering: .relaxed) }

    /// The type of activations.
    public var activations: DType { precision == .f32 ? .f32 : .bf16 }

    public func tensor(_ shape: [Int], _ dtype: DType = .f32) -> Tensor {
        Tensor(shape, dtype, pool: pool, requiresGradient: recording)
    }

    /// A tensor that no gradient flows back to.
    public func constant(_ values: [Float], _ shape: [Int]) -> Tensor {
        let tensor = Tensor(shape, .f32, pool: pool)
        precondition(values.count == tensor.count, "\(values.count) values for shape \(shape)")
        tensor.f32.update(from: values, count: values.count)
        return tensor
    }

    /// Runs a piece of work, under `name` in the profile if there is one.
    public func measured<T>(
        _ name: String, flops: Double = 0, moved: Int = 0, stored: Int = 0, _ work: () throws -> T
    ) rethrows -> T {
        let started = profile?.log.start()
        defer { finish(started, name, flops: flops, moved: moved, stored: stored) }
        return try work()
    }

    func finish(_ started: Profile.Started?, _ name: String, flops: Double, moved: Int, stored: Int) {
        guard let profile, let started else { return }
        profile.log.finish(started, "\(profile.part): \(name)", flops: flops, moved: moved, stored: stored)
    }

    func record(_ backward: @escaping () -> Void) { if recording { tape.append(backward) } }

    /// Carries the gradient `seed` of `output` back to every parameter; the tape is empty afterwards.
    public func backward(_ output: Tensor, seed: Tensor) { backward([(output, seed)]) }

    /// The same from several outputs.
    public func backward(_ seeds: [(output: Tensor, gradient: Tensor)]) {
        for (output, gradient) in seeds { accumulate(gradient, into: output) }
        while let step = tape.popLast() { step() }
    }

    /// Adds `gradient` to that of `tensor`, taking it over when it is the first.
    func accumulate(_ gradient: Tensor, into tensor: Tensor) {
        guard tensor.requiresGradient else { return }
        guard let sum = tensor.gradient else {
            tensor.gradient = gradient
            return
        }
        if device != nil {
            add(1, gradient, into: sum)
            return
        }
        let (x, y) = (UnsafeSendable(gradient), UnsafeSendable(sum))
        let block = 1 << 15
        workers.run((sum.count + block - 1) / block) { chunk in
            let start = chunk * block
            let n = min(block, x.value.count - start)
            if y.value.dtype == .f32 {
                if x.value.dtype == .f32 {
                    dk_add(x.value.f32 + start, y.value.f32 + start, n)
                } else {
                    dk_add16(x.value.bf16 + start, y.value.f32 + start, n)
                }
            } else if x.value.dtype == .bf16 {
                dk_add_bf16(x.value.bf16 + start, y.value.bf16 + start, n)
            } else {
                for i in start..<start + n {
                    let a = Float(bitPattern: UInt32(y.value.bf16[i]) << 16)
                    var z = a + x.value.f32[i]
                    dk_to_bf16(&z, y.value.bf16 + i, 1)
                }
            }
        }
    }

    /// Splits `count` rows into chunks of `size` for the workers.
    func rows(_ count: Int, by size: Int, _ body: (_ start: Int, _ end: Int) -> Void) {
        workers.run((count + size - 1) / size) { chunk in body(chunk * size, min(count, (chunk + 1) * size)) }
    }

    /// The same elements in another shape.
    public func reshape(_ x: Tensor, _ shape: [Int]) -> Tensor {
        let y = Tensor(sharing: x, shape: shape)
        record {
            guard let g = y.gradient else { return }
            self.accumulate(Tensor(sharing: g, shape: x.shape), into: x)
            y.gradient = nil
        }
        return y
    }

    /// Elements as f32 or bf16.
    public func cast(_ x: Tensor, _ dtype: DType) -> Tensor {
        guard x.dtype != dtype else { return x }
        let y = Tensor(x.shape, dtype, pool: pool, requiresGradient: x.requiresGradient)
        measured("convert", moved: x.bytes + y.bytes) { convert(x, y) }
        if x.requiresGradient {
            record {
                guard let g = y.gradient else { return }
                y.gradient = nil
                let d = self.tensor(x.shape, x.dtype)
                self.convert(g, d)
                self.accumulate(d, into: x)
            }
        }
        return y
    }

    func convert(_ x: Tensor, _ y: Tensor) {
        if let device {
            device.launch(
                "convert", items: (x.count + 7) / 8, .pointer(x.read), .wide(x.dtype), .pointer(y.written),
                .wide(y.dtype),
                .long(x.count))
            return
        }
        rows(x.count, by: 1 << 15) { start, end in
            switch (x.dtype, y.dtype) {
            case (.f32, .bf16): dk_to_bf16(x.f32 + start, y.bf16 + start, end - start)
            case (.bf16, .f32): dk_from_bf16(x.bf16 + start, y.f32 + start, end - start)
            case (.f32, .f32): (y.f32 + start).update(from: x.f32 + start, count: end - start)
            case (.bf16, .bf16): (y.bf16 + start).update(from: x.bf16 + start, count: end - start)
            }
        }
    }
}
