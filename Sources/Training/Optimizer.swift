import CKernels
import Foundation
import Tensors

/// AdamW over a whole parameter store, with Muon for the matrices of transformer blocks where it is wanted, gradient
/// clipping, and an exponential moving average of the weights.
public final class Optimizer {
    public let store: ParameterStore
    public private(set) var step = 0
    private(set) var first: [Float]
    private(set) var second: [Float]
    /// The averaged weights, what is evaluated and shipped.
    public private(set) var average: [Float]
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
        average = Array(UnsafeBufferPointer(start: store.values, count: store.count))
    }

    /// Applies and clears the gradients; returns their norm.
    @discardableResult
    public func update(rate: Float, workers: WorkerPool) -> Float {
        guard let gradients = store.gradients else { return 0 }
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
        let c1 = 1 / (1 - pow(0.9, Float(step)))
        let c2 = 1 / (1 - pow(0.99, Float(step)))
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
                            w.value + at, g.value + at, m.value + at, v.value + at, range.count, rate, 0.9, 0.99, 1e-8,
                            self.weightDecay, c1, c2, scale)
                    }
                }
            }
        }
        // A short average early on, a long one later.
        let decay = 1 / max(1, min(Float(step) / 10 + 1, 1000))
        average.withUnsafeMutableBufferPointer { a in
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

    /// Copies the averaged weights into another store of the same layout.
    public func writeAverage(to other: ParameterStore) {
        precondition(other.count == store.count)
        average.withUnsafeBufferPointer { other.values.update(from: $0.baseAddress!, count: store.count) }
        other.changed()
    }

    /// Everything an exact resumption needs.
    public func save(to url: URL, extra: [String: String] = [:]) throws {
        var metadata = extra
        metadata["step"] = String(step)
        let weights = Array(UnsafeBufferPointer(start: store.values, count: store.count))
        let shape = [store.count]
        try SafetensorsWriter.write(
            [
                SafetensorsTensor(name: "weights", shape: shape, floats: weights),
                SafetensorsTensor(name: "first", shape: shape, floats: first),
                SafetensorsTensor(name: "second", shape: shape, floats: second),
                SafetensorsTensor(name: "average", shape: shape, floats: average),
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
        average = try file.floats(of: "average", shape: shape)
        guard let step = file.metadata["step"].flatMap(Int.init) else {
            throw FileError("\(url.path) has no step in its metadata; start the training anew")
        }
        self.step = step
        store.changed()
        return file.metadata
    }

    private struct Box<T>: @unchecked Sendable {
        let value: T
        init(_ value: T) { self.value = value }
    }
}
