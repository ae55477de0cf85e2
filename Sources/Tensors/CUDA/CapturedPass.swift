import Foundation

/// Work that was recorded once, and runs anew on other inputs: their addresses are sent to a table in the GPU's memory, from
/// which a first kernel fetches them, attention finds its caches, and a last kernel learns where the results shall go.
final class CapturedPass: @unchecked Sendable {
    /// What tells one such work from another.
    struct Key: Hashable, Sendable {
        let kind: [Int]
        let shapes: [[Int]]
        let cache: AttentionShape?
        let slots: Int
        let filled: Int

        init(_ kind: [Int], _ inputs: StreamInputs) {
            let rotary = inputs.rotary.map { [$0.tokens] } ?? []
            (self.kind, shapes) = (kind, inputs.tensors.map(\.shape) + [rotary])
            (cache, slots) = (inputs.caches.first?.shape, inputs.caches.first?.slots ?? 0)
            filled = inputs.filled
        }
    }

    private static let results = 64
    private let table: Tensor
    private let graph: CUDAGraph
    private let shapes: [[Int]]
    private let flops: Double
    /// The table is one for all that replay.
    private let turn = NSLock()

    init?(
        _ inputs: StreamInputs, _ context: Context, _ device: CUDADevice, _ body: (StreamInputs) -> [Tensor]
    ) {
        let pool = context.pool
        _ = context.parameters(on: device)
        var own = inputs
        own.tensors = inputs.tensors.map { Tensor($0.shape, pool: pool) }
        var fetched = own.tensors
        if let rotary = inputs.rotary {
            let table = rotary.table(on: device, pool: pool)
            let copy = (cosine: Tensor(table.cosine.shape, pool: pool), sine: Tensor(table.sine.shape, pool: pool))
            fetched += [copy.cosine, copy.sine]
            own.rotary = RotaryTable(copy, tokens: rotary.tokens)
        }
        let n = fetched.count
        let places = n + 4 * inputs.caches.count
        let table = Tensor([2 * (places + Self.results)], pool: pool)
        own.caches = inputs.caches.enumerated().map {
            KVCache(like: $1, places: Tensor(sharing: table, shape: [8], offset: 2 * (n + 4 * $0)), pool: pool)
        }
        let targets = Self.words(fetched.map { Int($0.written.address) } + fetched.map(\.count), pool)
        // All that is there before has its place before.
        _ = (table.read, targets.read)
        let before = context.flops
        var shapes: [[Int]] = []
        let graph = device.captured {
            Self.carry(table.read, targets.read, targets.read + 8 * n, fetched.map(\.count), device)
            let made = body(own).map { context.cast($0, .f32) }
            precondition(made.count <= Self.results)
            shapes = made.map(\.shape)
            let sources = Self.words(made.map { Int($0.read.address) } + made.map(\.count), pool)
            Self.carry(
                sources.read, table.read + 8 * places, sources.read + 8 * made.count, made.map(\.count), device)
        }
        flops = context.flops - before
        context.count(-flops)
        guard let graph else { return nil }
        (self.table, self.graph, self.shapes) = (table, graph, shapes)
    }

    func replay(_ inputs: StreamInputs, _ context: Context, _ device: CUDADevice) -> [Tensor] {
        _ = context.parameters(on: device)
        context.count(flops)
        let results = shapes.map { Tensor($0, pool: context.pool) }
        var pointers = inputs.tensors.map(\.read)
        if let rotary = inputs.rotary?.table(on: device, pool: context.pool) {
            pointers += [rotary.cosine.read, rotary.sine.read]
        }
        for cache in inputs.caches { pointers += cache.pointers(slot: inputs.slot) }
        pointers += results.map(\.written)
        turn.lock()
        defer { turn.unlock() }
        let words = table.pointer.assumingMemoryBound(to: Int64.self)
        for (i, pointer) in pointers.enumerated() { words[i] = Int64(bitPattern: pointer.address) }
        _ = table.read
        device.launch(graph)
        withExtendedLifetime(pointers) {}
        return results
    }

    private static func words(_ values: [Int], _ pool: BufferPool) -> Tensor {
        let tensor = Tensor([2 * values.count], pool: pool)
        let words = tensor.pointer.assumingMemoryBound(to: Int.self)
        for (i, value) in values.enumerated() { words[i] = value }
        return tensor
    }

    private static func carry(
        _ from: DevicePointer, _ to: DevicePointer, _ counts: DevicePointer, _ sizes: [Int], _ device: CUDADevice
    ) {
        let blocks = max(1, min(16, ((sizes.max() ?? 0) + 1023) / 1024))
        device.launch(
            "carry", grid: (blocks, sizes.count, 1), block: 256, .pointer(from), .pointer(to), .pointer(counts))
    }
}
