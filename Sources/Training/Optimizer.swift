import CKernels
import Communication
import Foundation
import Tensors

/// AdamW over a whole parameter store, with Muon for the matrices of transformer blocks where it is wanted, gradient
/// clipping, and an exponential moving average of the weights.
public final class Optimizer {
    public let store: ParameterStore
    public private(set) var step = 0
    /// Moments and averaged weights, as the host last saw them.
    private var first: [Float]
    private var second: [Float]
    private var averaged: [Float]
    /// The same on a GPU, once a step has been made there.
    private var onDevice: CUDAOptimizer?
    public var weightDecay: Float = 0.01
    public var clip: Float = 1
    /// Muon's rate as a multiple of AdamW's; nil leaves all to AdamW.
    public let muonRatio: Float?
    private let muon: Muon?
    /// Stretches of the store for AdamW, each of at most `block` numbers.
    private let stretches: [Range<Int>]
    private static let block = 1 << 18
    /// Those that compute a part of every batch each.
    public let processes: any Communicator
    /// This process's share of the last batch, as the loss weighs it.
    public private(set) var share: Float = 1

    public init(
        _ store: ParameterStore, muonRatio: Float? = nil, processes: any Communicator = SingleProcess()
    ) {
        (self.store, self.muonRatio, self.processes) = (store, muonRatio, processes)
        muon = muonRatio == nil ? nil : Muon(store)
        stretches = (muon?.rest(of: store.count) ?? [0..<store.count]).flatMap { range in
            stride(from: range.lowerBound, to: range.upperBound, by: Self.block).map {
                $0..<min(range.upperBound, $0 + Self.block)
            }
        }
        first = [Float](repeating: 0, count: store.count)
        second = first
        averaged = Array(UnsafeBufferPointer(start: store.values, count: store.count))
    }

    /// Applies and clears the gradients; returns their norm, or 0 where a GPU keeps it to itself. `share` is the part of the batch that
    /// this process's gradients are the mean of; those of all processes are averaged first.
    @discardableResult
    public func update(rate: Float, share: Float = 1, _ context: Context) -> Float {
        self.share = share
        if let device = context.device {
            update(rate: rate, on: device)
            return 0
        }
        guard let gradients = store.gradients else { return 0 }
        let workers = context.workers
        step += 1
        let n = store.count
        let block = Self.block
        let blocks = (n + block - 1) / block
        if processes.size > 1 { average(gradients, share, workers) }
        var partial = [Double](repeating: 0, count: blocks)
        let g = Box(gradients)
        partial.withUnsafeMutableBufferPointer { p in
            let p = Box(p)
            workers.run(blocks) { b in
                p.value[b] = dk_sum_squares(g.value + b * block, min(block, n - b * block))
            }
        }
        let norm = Float(partial.reduce(0, +).squareRoot())
        guard norm.isFinite else {
            store.zeroGradients()
            return norm
        }
        let scale = min(1, clip / max(norm, 1e-12))
        let (c1, c2) = corrections
        let w = Box(store.values)
        first.withUnsafeMutableBufferPointer { m in
            second.withUnsafeMutableBufferPointer { v in
                let (m, v) = (Box(m.baseAddress!), Box(v.baseAddress!))
                let parts = muon?.parts ?? []
                // The long jobs first.
                workers.run(parts.count + stretches.count) { job in
                    if job < parts.count {
                        let at = parts[job].offset
                        Muon.update(
                            parts[job], w: w.value + at, g: g.value + at, m: m.value + at,
                            rate: rate * (self.muonRatio ?? 1), weightDecay: self.weightDecay, gradientScale: scale)
                    } else {
                        let range = self.stretches[job - parts.count]
                        let at = range.lowerBound
                        dk_adamw(
                            w.value + at, g.value + at, m.value + at, v.value + at, range.count, rate, Self.beta.0,
                            Self.beta.1, Self.epsilon,
                            self.weightDecay, c1, c2, scale)
                    }
                }
            }
        }
        let decay = averaging
        averaged.withUnsafeMutableBufferPointer { a in
            let a = Box(a.baseAddress!)
            workers.run(blocks) { b in
                let at = b * block
                let count = min(block, n - at)
                dk_lerp(a.value + at, w.value + at, count, decay)
                memset(g.value + at, 0, count * 4)
            }
        }
        store.changed()
        return norm
    }

    /// The mean over the batch from what each process has of it: one call over all parameters.
    private func average(_ gradients: UnsafeMutablePointer<Float>, _ share: Float, _ workers: WorkerPool) {
        let g = Box(gradients)
        let n = store.count
        workers.run((n + Self.block - 1) / Self.block) { b in
            for i in b * Self.block..<min(n, (b + 1) * Self.block) { g.value[i] *= share }
        }
        processes.sum(UnsafeMutableBufferPointer(start: gradients, count: n))
    }

    private static let beta: (Float, Float) = (0.9, 0.99)
    private static let epsilon: Float = 1e-8

    /// What undoes the bias of young averages.
    private var corrections: (Float, Float) {
        (1 / (1 - pow(Self.beta.0, Float(step))), 1 / (1 - pow(Self.beta.1, Float(step))))
    }

    /// A short average early on, a long one later.
    private var averaging: Float { 1 / max(1, min(Float(step) / 10 + 1, 1000)) }

    private func update(rate: Float, on device: CUDADevice) {
        let optimizer =
            onDevice
            ?? CUDAOptimizer(
                store, device: device, matrices: muon?.parts ?? [], first: first, second: second, average: averaged)
        onDevice = optimizer
        step += 1
        optimizer.update(
            CUDAOptimizer.Step(
                rate: rate, muonRate: rate * (muonRatio ?? 1), momentum: Muon.momentum, weightDecay: weightDecay,
                clip: clip, beta: Self.beta, epsilon: Self.epsilon, correction: corrections, averaging: averaging))
    }

    /// Brings the host up to date with the GPU.
    private func fetch() {
        guard let onDevice else { return }
        (first, second, averaged) = onDevice.contents
        store.fetch()
    }

    /// The averaged weights, what is evaluated and shipped.
    public var average: [Float] {
        fetch()
        return averaged
    }

    /// Copies the averaged weights into another store of the same layout.
    public func writeAverage(to other: ParameterStore) {
        precondition(other.count == store.count)
        average.withUnsafeBufferPointer { other.values.update(from: $0.baseAddress!, count: store.count) }
        other.changed()
    }

    /// Whether no weight and no average is an infinity or not a number.
    public var isFinite: Bool {
        fetch()
        let blocks = (store.count + Self.block - 1) / Self.block
        return averaged.withUnsafeBufferPointer { average in
            (0..<blocks).allSatisfy { b in
                let (at, count) = (b * Self.block, min(Self.block, store.count - b * Self.block))
                return dk_sum_squares(store.values + at, count).isFinite
                    && dk_sum_squares(average.baseAddress! + at, count).isFinite
            }
        }
    }

    /// Everything an exact resumption needs, of `companion` too where training has a second optimizer: one file, so that both are
    /// always of the same step.
    public func save(to url: URL, companion: Optimizer? = nil, extra: [String: String] = [:]) throws {
        var metadata = extra
        metadata["step"] = String(step)
        metadata["companion.step"] = companion.map { String($0.step) }
        try SafetensorsWriter.write(
            tensors("") + (companion?.tensors(Self.companionPrefix) ?? []), metadata: metadata, to: url)
    }

    private func tensors(_ prefix: String) -> [SafetensorsTensor] {
        fetch()
        let weights = Array(UnsafeBufferPointer(start: store.values, count: store.count))
        return [("weights", weights), ("first", first), ("second", second), ("average", averaged)].map {
            SafetensorsTensor(name: prefix + $0.0, shape: [store.count], floats: $0.1)
        }
    }

    private static let companionPrefix = "companion."

    /// Goes on from what `save` wrote; returns the metadata. Throws `FileError` where the file is damaged or of another network.
    @discardableResult public func load(from url: URL, companion: Optimizer? = nil) throws -> [String: String] {
        let file = try SafetensorsFile(url)
        try load(file, "")
        try companion?.load(file, Self.companionPrefix)
        return file.metadata
    }

    private func load(_ file: SafetensorsFile, _ prefix: String) throws {
        func floats(_ name: String) throws -> [Float] {
            let values = try file.floats(of: prefix + name, shape: [store.count])
            guard values.allSatisfy(\.isFinite) else {
                throw FileError(
                    "\(file.url.path): tensor \(prefix + name) holds numbers that are not finite; remove the file, and the "
                        + "training begins anew.")
            }
            return values
        }
        let (weights, first, second) = (try floats("weights"), try floats("first"), try floats("second"))
        (step, averaged) = (try Self.steps(in: file, prefix), try floats("average"))
        (self.first, self.second) = (first, second)
        store.values.update(from: weights, count: store.count)
        onDevice = nil
        store.changed()
    }

    /// Steps that the state at `url` has made.
    public static func steps(in url: URL) throws -> Int { try steps(in: SafetensorsFile(url), "") }

    private static func steps(in file: SafetensorsFile, _ prefix: String) throws -> Int {
        guard let step = file.metadata[prefix + "step"].flatMap(Int.init), (0...1 << 40).contains(step) else {
            throw FileError("\(file.url.path) has no step in its metadata; remove it, and the training begins anew.")
        }
        return step
    }

    private struct Box<T>: @unchecked Sendable {
        let value: T
        init(_ value: T) { self.value = value }
    }
}
