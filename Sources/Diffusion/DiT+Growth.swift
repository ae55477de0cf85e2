import Tensors

extension DiT {
    /// What a block adds to its input comes out of these; where they are zero it is an identity.
    private static let exits = ["attention.out.weight", "attention.out.bias", "mlp.down.weight", "mlp.down.bias"]

    /// A transformer of the same width that is `target.depth / configuration.depth` times as deep, a whole number, and computes exactly
    /// what this one does: block i is followed by copies of itself whose attention and MLP add nothing yet, and learn to.
    ///
    /// Where `target` takes text and this does not, the new parameters are as they begin: text changes nothing yet.
    ///
    /// New blocks among the old ones with zero output projections are LLaMA Pro's (Wu et al. 2024, section 3.2); copies of
    /// what lies below as their first weights are those of progressive stacking (Gong et al. 2019).
    public func grown(to target: DiTConfiguration) -> DiT {
        let times = target.depth / configuration.depth
        precondition(times >= 1 && target.depth == times * configuration.depth && target.width == configuration.width)
        let result = DiT(target, seed: 2)
        result.store.device = store.device
        let own = Dictionary(uniqueKeysWithValues: store.parameters.map { ($0.name, $0) })
        for parameter in result.store.parameters {
            var name = parameter.name
            let parts = name.split(separator: ".", maxSplits: 2)
            if parts.count == 3, parts[0] == "blocks", let block = Int(parts[1]) {
                if block % times != 0, Self.exits.contains(String(parts[2])) {
                    result.store.pointer(parameter).update(repeating: 0, count: parameter.count)
                    continue
                }
                name = "blocks.\(block / times).\(parts[2])"
            }
            guard let source = own[name] else {
                precondition(target.text != nil && configuration.text == nil && name.contains("text."))
                continue
            }
            precondition(source.shape == parameter.shape)
            result.store.pointer(parameter).update(from: store.pointer(source), count: source.count)
        }
        result.store.changed()
        return result
    }
}
