import Codecs
import Foundation
import Tensors
import Testing
import Training
import Worlds

@testable import WorldModel

/// Training of a decoder whose encoder stays.
struct DecoderTrainerTests {
    /// Pictures of a few discs on plain ground.
    private func pool() -> [[Frame]] {
        (0..<8).map { n in
            var random = PhiloxGenerator(seed: UInt64(n), stream: 0)
            var frame = Frame(width: 48, height: 32)
            let colours = (0..<6).map { _ in UInt8(random.next() % 256) }
            let (x, y) = (Int(random.next() % 48), Int(random.next() % 32))
            for i in 0..<48 * 32 {
                let inside = (i % 48 - x) * (i % 48 - x) + (i / 48 - y) * (i / 48 - y) < 100
                for c in 0..<3 { frame.pixels[i * 3 + c] = colours[c + (inside ? 3 : 0)] }
            }
            return [frame, frame]
        }
    }

    private func model() -> VideoCompressor {
        var c = CompressorConfiguration()
        (c.width, c.latentChannels) = (16, 8)
        c.latentMean = [Float](repeating: 0, count: 8)
        c.latentDeviation = [Float](repeating: 0.5, count: 8)
        return VideoCompressor(c, seed: 1)
    }

    @Test func theEncoderStaysAndErrorsFall() {
        let trainer = DecoderTrainer(model(), schedule: Schedule(peak: 3e-3, steps: 120), batch: 4, seed: 1)
        let (before, pool) = (model(), pool())
        let losses = (0..<120).map { _ in trainer.step(pool) }
        let after = trainer.finished()
        var (encoder, decoder) = (0, 0)
        for p in before.store.parameters {
            let (a, b) = (before.store.pointer(p), after.store.pointer(p))
            let moved = (0..<p.count).filter { a[$0] != b[$0] }.count
            if p.name.hasPrefix("encoder") { encoder += moved } else { decoder += moved }
        }
        #expect(encoder == 0 && decoder > 0)
        let (early, late): (Float, Float) = (losses.prefix(20).reduce(0, +), losses.suffix(20).reduce(0, +))
        #expect(late < 0.5 * early)
    }

    @Test func aStepRepeats() {
        func losses() -> [Float] {
            let trainer = DecoderTrainer(model(), schedule: Schedule(peak: 1e-3, steps: 9), batch: 2, seed: 5)
            let pool = pool()
            return (0..<6).map { _ in trainer.step(pool) }
        }
        #expect(losses() == losses())
    }
}
