import CKernels
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

    public init(_ store: ParameterStore, muonRatio: Float? = nil) {
        (self.store, self.muonRatio) = (store, muonRatio)
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

    /// Applies and clears the gradients; returns their norm, or 0 where a GPU keeps it to itself.
    @discardableResult
    public func update(rate: Float, _ context: Context) -> Float {
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

    /// Everything an exact resumption needs.
    public func save(to url: URL, extra: [String: String] = [:]) throws {
        fetch()
        var metadata = extra
        metadata["step"] = String(step)
        let weights = Array(UnsafeBufferPointer(start: store.values, count: store.count))
        let shape = [store.count]
        try SafetensorsWriter.write(
            [
                SafetensorsTensor(name: "weights", shape: shape, floats: weights),
                SafetensorsTensor(name: "first", shape: shape, floats: first),
                SafetensorsTensor(name: "second", shape: shape, floats: second),
                SafetensorsTensor(name: "average", shape: shape, floats: averaged),
            ], metadata: metadata, to: url)
    }

    /// Returns the extra metadata that was saved.
    public func load(from url: URL) throws -> [String: String] {
        let file = try SafetensorsFile(url)
        let shape = [store.count]
        let weights = try file.floats(of: "weights", shape: shape)
        store.values.update(from: weights, count: store.count)
        first = try file.floats(of: "first", shape: shape)
        second = try file.floats(of: "second", shape: shape)
        averaged = try file.floats(of: "average", shape: shape)
        guard let step = file.metadata["step"].flatMap(Int.init) else {
            throw FileError("\(url.path) has no step in its metadata; start the training anew")
        }
        self.step = step
        onDevice = nil
        store.changed()
        return file.metadata
    }

    private struct Box<T>: @unchecked Sendable {
        let value: T
        init(_ value: T) { self.value = value }
    }
}
