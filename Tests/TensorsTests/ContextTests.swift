import Foundation
import Tensors
import Testing

struct ContextTests {
    @Test func operationsOfAllThreadsAreCounted() {
        let store = ParameterStore()
        let w = store.declare("w", [4, 8], deviation: 1)
        store.allocate(seed: 1)
        for precision in Context.Precision.allCases {
            let context = Context(store, precision: precision)
            DispatchQueue.concurrentPerform(iterations: 16) { _ in
                WorkerPool.alone {
                    for _ in 0..<100 {
                        _ = context.linear(
                            context.constant([Float](repeating: 1, count: 16), [2, 8]), w, quantizes: true)
                    }
                }
            }
            #expect(context.flops == 16 * 100 * 2 * 2 * 4 * 8)
        }
    }
}
