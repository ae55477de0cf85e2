import Diffusion
import Tensors
import WorldModel

extension Checkpoint {
    /// The same shape with random weights: what its architecture, compression network and memory find without learning.
    ///
    /// Weights that training begins at zero (adaLN-Zero and the output) are random too, each row of unit length in the
    /// mean: with zeros the answer would be the same whatever is shown, and every pair a tie.
    func untrained(seed: UInt64) -> Checkpoint {
        let model = DiT(configuration.transformer, seed: seed, zeroInitialized: false)
        let store = model.store
        store.device = device
        for parameter in store.parameters where parameter.name.hasSuffix("modulation.weight") {
            let inputs = parameter.shape[parameter.shape.count - 1]
            let values = UnsafeMutableBufferPointer(start: store.pointer(parameter), count: parameter.count)
            Philox(seed: seed, stream: 1 << 32 | UInt64(parameter.index)).normals(values)
            let deviation = 1 / Float(inputs).squareRoot()
            for i in values.indices { values[i] *= deviation }
        }
        store.changed()
        return replacing(transformer: model)
    }
}
