extension Context {
    /// What `body` makes of `inputs`, in f32. On a GPU it is recorded when it is asked for again, and one call runs it from then
    /// on, so that it must do the same each time, but for what it is given: with this context's parameters, and without
    /// looking at what it makes. `kind` tells it from others that take inputs of the same shapes.
    public func captured(_ kind: [Int], _ inputs: StreamInputs, _ body: (StreamInputs) -> [Tensor]) -> [Tensor] {
        guard let device, !recording, profile == nil, device.recordsGraphs else { return body(inputs) }
        precondition(inputs.tensors.allSatisfy { $0.dtype == .f32 })
        let key = CapturedPass.Key(kind, inputs)
        switch passes.withLock({ $0[key] }) {
        case nil:
            // The first time, libraries and kernels may still have to be loaded.
            passes.withLock { passes in
                if passes.count >= Self.mostPasses { passes = [:] }
                passes[key] = .known
            }
            return body(inputs)
        case .known:
            let pass = CapturedPass(inputs, self, device, body)
            passes.withLock { $0[key] = pass.map { .recorded($0) } ?? .refused }
            return pass?.replay(inputs, self, device) ?? body(inputs)
        case .recorded(let pass): return pass.replay(inputs, self, device)
        case .refused: return body(inputs)
        }
    }

    /// How many pieces of work are captured.
    public var capturedPasses: Int {
        passes.withLock { $0.values.count { if case .recorded = $0 { true } else { false } } }
    }

    private static let mostPasses = 128
}
