import Foundation
import Tensors

/// A parameter store as a safetensors file.
public enum ParameterFile {
    public static func save(_ store: ParameterStore, _ url: URL, _ storage: WeightStorage) throws {
        let tensors = try store.parameters.flatMap { p -> [SafetensorsTensor] in
            let values = UnsafeBufferPointer(start: store.pointer(p), count: p.count)
            switch storage {
            case .f32: return [SafetensorsTensor(name: p.name, shape: p.shape, floats: Array(values))]
            case .int8 where p.isMatrix:
                guard let matrix = Int8Matrix(store.pointer(p), rows: p.shape[0], columns: p.shape[1]) else {
                    throw FileError(
                        "Cannot write \(url.path): \(p.name) has weights that are not finite; take a checkpoint from "
                            + "before training diverged."
                    )
                }
                return matrix.tensors(p.name, shape: p.shape)
            case .bf16, .int8: return [SafetensorsTensor(name: p.name, shape: p.shape, bf16: Array(values))]
            }
        }
        try SafetensorsWriter.write(tensors, to: url)
    }

    /// Every parameter must be there with its shape, in whatever form it is stored, and nothing else; weights must be finite. Names and
    /// shapes are compared before a store that is not allocated gets its memory.
    public static func load(_ store: ParameterStore, _ url: URL) throws {
        let tensors = try NamedTensors(SafetensorsFile(url))
        let file = tensors.file
        func isInt8(_ p: Parameter) -> Bool { p.isMatrix && tensors.has(Int8Matrix.names(p.name)[0]) }
        try tensors.check(
            known: Set(store.parameters.flatMap { isInt8($0) ? Int8Matrix.names($0.name) : [$0.name] }))
        for p in store.parameters {
            if isInt8(p) {
                try Int8Matrix.check(tensors, p.name, shape: p.shape)
            } else {
                try file.check(tensors.place(p.name), shape: p.shape)
            }
        }
        if !store.isAllocated { store.allocate(seed: nil) }
        for p in store.parameters {
            if isInt8(p) {
                try Int8Matrix(tensors, p.name, shape: p.shape).write(to: store.pointer(p))
            } else {
                let values = try file.floats(of: tensors.place(p.name), shape: p.shape)
                guard values.allAreFinite else {
                    throw FileError(
                        "\(url.path): \(tensors.place(p.name)) has weights that are not finite; take a checkpoint "
                            + "from before training diverged."
                    )
                }
                store.pointer(p).update(from: values, count: values.count)
            }
        }
        store.changed()
    }

    /// In which forms a file keeps its numbers, and how many in each, most first; scales of rows are not counted.
    public static func forms(of file: SafetensorsFile) -> [(name: String, numbers: Int)] {
        var counts: [String: Int] = [:]
        for name in file.names {
            guard let (dtype, shape) = file.info(name) else { continue }
            let matrix = name.hasSuffix(".scales") ? String(name.dropLast(".scales".count)) : name
            guard matrix == name || file.info(matrix + ".int8") == nil else { continue }
            let form =
                switch dtype {
                case .i8 where name.hasSuffix(".int8"): "int8 with a scale a row"
                default: dtype.rawValue.lowercased()
                }
            counts[form, default: 0] += shape.reduce(1, *)
        }
        return counts.map { (name: $0.key, numbers: $0.value) }.sorted { ($1.numbers, $0.name) < ($0.numbers, $1.name) }
    }
}

extension [Float] {
    /// Whether none is infinite or no number; without a branch, for millions of weights.
    var allAreFinite: Bool {
        let exponent: UInt32 = 0x7F80_0000
        return reduce(UInt32(0)) { $0 | ($1.bitPattern & exponent == exponent ? 1 : 0) } == 0
    }
}
