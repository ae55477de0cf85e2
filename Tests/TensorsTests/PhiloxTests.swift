import Testing

@testable import Tensors

struct PhiloxTests {
    /// Known answers of Random123 1.14 for philox4x32-10.
    @Test func agreesWithRandom123() {
        #expect(
            Philox(seed: 0, stream: 0).uint32x4(counter: 0) == SIMD4(0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8)
        )
        #expect(
            Philox(seed: .max, stream: .max).uint32x4(counter: .max)
                == SIMD4(0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd))
        #expect(
            Philox(seed: 0x299f_31d0_a409_3822, stream: 0x0370_7344_1319_8a2e).uint32x4(counter: 0x85a3_08d3_243f_6a88)
                == SIMD4(0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1))
    }

    private func normals(_ count: Int, seed: UInt64, frame: UInt64 = 0, step: UInt64 = 0) -> [Float] {
        [Float](unsafeUninitializedCapacity: count) { buffer, filled in
            Philox.normals(
                into: UnsafeMutableBufferPointer(rebasing: buffer[..<count]), seed: seed, frame: frame, step: step)
            filled = count
        }
    }

    @Test func normalsHaveTheirMoments() {
        let x = normals(200_000, seed: 5).map(Double.init)
        let n = Double(x.count)
        let mean = x.reduce(0, +) / n
        let variance = x.reduce(0) { $0 + $1 * $1 } / n
        let fourth = x.reduce(0) { $0 + $1 * $1 * $1 * $1 } / n
        #expect(abs(mean) < 0.012 && abs(variance - 1) < 0.02 && abs(fourth - 3) < 0.15)
        #expect(x.allSatisfy { $0.isFinite })
    }

    /// More numbers than one worker makes at a time.
    @Test func manyWorkersMakeTheNumbersOfOne() {
        let store = ParameterStore()
        store.allocate(seed: 0)
        let shared = Context(store).noise([3, 9001], seed: 5, stream: 7)
        let alone = Context(store, workers: WorkerPool(threads: 1)).noise([3, 9001], seed: 5, stream: 7)
        var whole = [Float](repeating: 0, count: shared.count)
        whole.withUnsafeMutableBufferPointer { Philox(seed: 5, stream: 7).normals($0) }
        #expect(shared.array == whole && alone.array == whole)
    }

    @Test func normalsBelongToSeedFrameAndStep() {
        let x = normals(7, seed: 1, frame: 2, step: 3)
        #expect(x == normals(7, seed: 1, frame: 2, step: 3))
        #expect(Array(normals(64, seed: 1, frame: 2, step: 3)[..<7]) == x)
        for other in [
            normals(7, seed: 2, frame: 2, step: 3), normals(7, seed: 1, frame: 3, step: 3),
            normals(7, seed: 1, frame: 2, step: 4),
        ] {
            #expect(x != other)
        }
    }

    @Test func generatorRepeats() {
        var (a, b) = (PhiloxGenerator(seed: 9, stream: 4), PhiloxGenerator(seed: 9, stream: 4))
        let first = (0..<100).map { _ in Int.random(in: 0..<1000, using: &a) }
        #expect(first == (0..<100).map { _ in Int.random(in: 0..<1000, using: &b) })
        #expect(Set(first).count > 50)
    }
}
