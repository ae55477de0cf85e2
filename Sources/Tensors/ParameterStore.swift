import CKernels
import Foundation

/// All parameters of a model in one allocation, so that AdamW, EMA, norms and saving are each one loop.
///
/// Declare every parameter, then `allocate`. Weights are kept as f32; packed forms (bf16, int8, f32) are made when first used and
/// again after `changed()`.
public final class ParameterStore: @unchecked Sendable {
    public private(set) var parameters: [Parameter] = []
    public private(set) var count = 0
    /// Where contexts over these parameters compute unless they are told otherwise; nil: the CPU.
    public var device: CUDADevice?
    public private(set) var values: UnsafeMutablePointer<Float>
    public private(set) var gradients: UnsafeMutablePointer<Float>?
    private var initial: [(inout UnsafeMutableBufferPointer<Float>, inout PhiloxGenerator) -> Void] = []
    private var packed: [Int: UnsafeMutablePointer<UInt16>] = [:]
    private var quantized: [Int: QuantizedPanels] = [:]
    private var floats: [Int: FloatPanels] = [:]
    private var fresh: Set<Int> = []
    private var onDevice: DeviceParameters?
    /// Whether the GPU has the parameters as they are here.
    private var deviceIsFresh = false
    /// Worlds that run side by side share a store.
    private let packing = NSLock()

    public init() { values = .allocate(capacity: 1) }

    deinit {
        values.deallocate()
        gradients?.deallocate()
        for memory in packed.values { memory.deallocate() }
    }

    /// Declares a parameter whose initial values are normal with `deviation` (0: zeros).
    public func declare(_ name: String, _ shape: [Int], deviation: Float) -> Parameter {
        let parameter = Parameter(index: parameters.count, name: name, shape: shape, offset: count)
        parameters.append(parameter)
        // Every parameter begins on a cache line of its own.
        count += (parameter.count + 15) / 16 * 16
        initial.append { buffer, generator in
            for i in 0..<buffer.count { buffer[i] = deviation == 0 ? 0 : generator.normal() * deviation }
        }
        return parameter
    }

    /// Whether all that was declared has memory.
    public var isAllocated: Bool { initial.isEmpty }

    /// Allocates all that was declared and fills it from `seed`; nil leaves zeros, for weights that come from a file.
    public func allocate(seed: UInt64?) {
        values.deallocate()
        values = .allocate(capacity: max(1, count))
        values.initialize(repeating: 0, count: count)
        for (parameter, fill) in zip(parameters, initial) {
            guard let seed else { break }
            var generator = PhiloxGenerator(seed: seed, stream: UInt64(parameter.index))
            var buffer = UnsafeMutableBufferPointer(start: values + parameter.offset, count: parameter.count)
            fill(&buffer, &generator)
        }
        initial = []
        changed()
    }

    public func allocateGradients() {
        guard gradients == nil else { return }
        gradients = .allocate(capacity: max(1, count))
        zeroGradients()
    }

    public func zeroGradients() { gradients?.update(repeating: 0, count: count) }

    /// Must follow every change of `values`.
    public func changed() {
        fresh.removeAll(keepingCapacity: true)
        quantized.removeAll()
        floats.removeAll()
        deviceIsFresh = false
    }

    /// Takes over the values of a store of the same layout.
    public func take(_ other: ParameterStore) {
        precondition(other.count == count)
        values.update(from: other.values, count: count)
        device = other.device
        changed()
    }

    /// The parameters in the memory of `device`, as they are here.
    public func parameters(on device: CUDADevice, gradients: Bool) -> DeviceParameters {
        packing.lock()
        defer { packing.unlock() }
        let parameters: DeviceParameters
        if let existing = onDevice, existing.device === device {
            parameters = existing
            if !deviceIsFresh { existing.upload(values) }
        } else {
            parameters = DeviceParameters(self, device: device)
            onDevice = parameters
        }
        deviceIsFresh = true
        if gradients { parameters.allocateGradients() }
        return parameters
    }

    /// Fetches parameters, and gradients where there are any, that a GPU has changed.
    public func fetch() {
        packing.lock()
        defer { packing.unlock() }
        guard let onDevice else { return }
        if deviceIsFresh { onDevice.device.download(onDevice.values.address, to: values, bytes: count * 4) }
        if let from = onDevice.gradients, let gradients {
            onDevice.device.download(from.address, to: gradients, bytes: count * 4)
        }
    }

    public func pointer(_ parameter: Parameter) -> UnsafeMutablePointer<Float> { values + parameter.offset }

    func gradient(_ parameter: Parameter) -> UnsafeMutablePointer<Float>? { gradients.map { $0 + parameter.offset } }

    /// int8 panels of a weight [out, in].
    func quantizedPanels(_ w: Parameter, workers: WorkerPool) -> QuantizedPanels {
        packing.withLock {
            quantized.value(of: w.index) {
                QuantizedPanels(pointer(w), n: w.shape[0], k: w.count / w.shape[0], workers: workers)
            }
        }
    }

    /// f32 panels of a weight [out, in]: of W transposed for the forward, of W for the backward.
    func floatPanels(_ w: Parameter, backward: Bool, workers: WorkerPool) -> FloatPanels {
        let (out, inner) = (w.shape[0], w.count / w.shape[0])
        return packing.withLock {
            floats.value(of: w.index * 2 + (backward ? 1 : 0)) {
                FloatPanels(
                    pointer(w), k: backward ? out : inner, n: backward ? inner : out, transposed: !backward,
                    workers: workers)
            }
        }
    }

    /// bf16 panels of a weight [out, in]: of B = W transposed for the forward, of B = W for the backward.
    func panels(_ parameter: Parameter, backward: Bool, workers: WorkerPool) -> UnsafeMutablePointer<UInt16> {
        let out = parameter.shape[0]
        let inner = parameter.count / out
        let (k, n) = backward ? (out, inner) : (inner, out)
        let panelCount = (n + 15) / 16
        let key = parameter.index * 2 + (backward ? 1 : 0)
        packing.lock()
        defer { packing.unlock() }
        let memory: UnsafeMutablePointer<UInt16>
        if let existing = packed[key] {
            if fresh.contains(key) { return existing }
            memory = existing
        } else {
            let raw = UnsafeMutableRawPointer.allocate(
                byteCount: panelCount * 16 * ((k + 1) / 2) * 4, alignment: 64)
            memory = raw.assumingMemoryBound(to: UInt16.self)
            packed[key] = memory
        }
        let w = UnsafeSendable(pointer(parameter))
        let target = UnsafeSendable(memory)
        let group = max(1, (panelCount + 7) / 8)
        workers.run((panelCount + group - 1) / group) { chunk in
            let (p0, p1) = (Int32(chunk * group), Int32(min(panelCount, (chunk + 1) * group)))
            if backward {
                dk_pack(w.value, inner, Int32(k), Int32(n), p0, p1, target.value)
            } else {
                dk_pack_transposed(w.value, inner, Int32(k), Int32(n), p0, p1, target.value)
            }
        }
        fresh.insert(key)
        return memory
    }
}

/// Carries a pointer into worker closures.
struct UnsafeSendable<T>: @unchecked Sendable {
    let value: T
    init(_ value: T) { self.value = value }
}

extension Dictionary {
    /// What is kept for `key`, or else what `make` gives, which is then kept.
    fileprivate mutating func value(of key: Key, make: () -> Value) -> Value {
        if let existing = self[key] { return existing }
        let made = make()
        self[key] = made
        return made
    }
}
