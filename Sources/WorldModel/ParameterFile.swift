import Foundation
import Tensors

/// A parameter store as a safetensors file.
public enum ParameterFile {
    public static func save(_ store: ParameterStore, _ url: URL, _ dtype: DType) throws {
        let tensors = store.parameters.map { p in
            let values = Array(UnsafeBufferPointer(start: store.pointer(p), count: p.count))
            return dtype == .f32
                ? SafetensorsTensor(name: p.name, shape: p.shape, floats: values)
                : SafetensorsTensor(name: p.name, shape: p.shape, bf16: values)
        }
        try SafetensorsWriter.write(tensors, to: url)
    }

    /// Every parameter must be there with its shape, and nothing else.
    public static func load(_ store: ParameterStore, _ url: URL) throws {
        let file = try SafetensorsFile(url)
        let known = Set(store.parameters.map(\.name))
        if let stranger = file.names.first(where: { !known.contains($0) }) {
            throw FileError("\(url.path): the tensor '\(stranger)' does not belong to this model; check config.json")
        }
        for p in store.parameters {
            let values = try file.floats(of: p.name, shape: p.shape)
            store.pointer(p).update(from: values, count: values.count)
        }
        store.changed()
    }
}
