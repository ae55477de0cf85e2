import Foundation
import Testing

@testable import Tensors

struct ProfileTests {
    @Test func whatIsInsideCountsForItselfAlone() {
        let store = ParameterStore()
        store.allocate(seed: 0)
        let context = Context(store)
        let log = Profile()
        context.profile = ("part", log)
        let begin = Date()
        context.measured("outer") {
            Thread.sleep(forTimeInterval: 0.02)
            for _ in 0..<2 {
                context.measured("inner", flops: 3, moved: 5, stored: 7) { Thread.sleep(forTimeInterval: 0.05) }
            }
        }
        let whole = Date().timeIntervalSince(begin)
        let (outer, inner) = (log.entries["part: outer"]!, log.entries["part: inner"]!)
        #expect(outer.calls == 1 && inner.calls == 2)
        #expect(inner.flops == 6 && inner.moved == 10 && inner.stored == 14)
        #expect(inner.seconds >= 0.1 && outer.seconds >= 0.02)
        #expect(outer.seconds + inner.seconds <= whole)
    }

    @Test func primitivesSayWhatTheyDid() {
        let store = ParameterStore()
        let w = store.declare("w", [64, 32], deviation: 1)
        store.allocate(seed: 1)
        let context = Context(store)
        let log = Profile()
        context.profile = ("model", log)
        _ = context.linear(context.constant([Float](repeating: 1, count: 20 * 32), [20, 32]), w)
        let (linear, convert) = (log.entries["model: linear"]!, log.entries["model: convert"]!)
        #expect(linear.flops == context.flops)
        // Of bf16 weights, and of f32 that becomes bf16.
        #expect(linear.stored == 4096 && convert.moved == 3840)
    }
}
