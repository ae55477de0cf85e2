import Foundation
import Tensors

/// What a model has learned beyond another of its shape, in a bit a weight: every weight of a matrix row moves up or down by
/// the mean distance of the row (BitDelta, Liu et al. 2024, equations 1 to 3, with a scale a row instead of a matrix).
/// Biases are kept whole, as bf16.
struct SignDifference: Sendable {
    private struct Matrix: Sendable {
        /// A row's bits fill whole bytes, from the lowest up; 1 is up.
        let signs: [UInt8]
        let scales: [Float]
    }

    private var matrices: [String: Matrix] = [:]
    private var rest: [String: [Float]] = [:]

    private static func rowBytes(_ p: Parameter) -> Int { (p.shape[1] + 7) / 8 }

    init(of model: ParameterStore, from base: ParameterStore) {
        precondition(model.count == base.count)
        for p in base.parameters {
            let (new, old) = (model.pointer(p), base.pointer(p))
            guard p.isMatrix else {
                rest[p.name] = (0..<p.count).map { new[$0] - old[$0] }
                continue
            }
            let (rows, columns, bytes) = (p.shape[0], p.shape[1], Self.rowBytes(p))
            var signs = [UInt8](repeating: 0, count: rows * bytes)
            var scales = [Float](repeating: 0, count: rows)
            for row in 0..<rows {
                for column in 0..<columns {
                    let d = new[row * columns + column] - old[row * columns + column]
                    scales[row] += abs(d) / Float(columns)
                    if d > 0 { signs[row * bytes + column / 8] |= 1 << UInt8(column % 8) }
                }
            }
            matrices[p.name] = Matrix(signs: signs, scales: scales)
        }
    }

    /// Reads a difference from `base`; nothing else may be in the file.
    init(_ url: URL, from base: ParameterStore) throws {
        let file = try SafetensorsFile(url)
        var known: Set<String> = []
        for p in base.parameters {
            guard p.isMatrix else {
                rest[p.name] = try file.floats(of: p.name, shape: p.shape)
                known.insert(p.name)
                continue
            }
            let (signs, scales) = (p.name + ".signs", p.name + ".scales")
            let bytes = try file.bytes(of: signs, dtype: .u8, shape: [p.shape[0], Self.rowBytes(p)])
            matrices[p.name] = Matrix(
                signs: [UInt8](bytes), scales: try file.floats(of: scales, shape: [p.shape[0]]))
            known.formUnion([signs, scales])
        }
        if let stranger = file.names.first(where: { !known.contains($0) }) {
            throw FileError("\(url.path): the tensor '\(stranger)' does not belong to this model; check config.json")
        }
    }

    func write(_ base: ParameterStore, to url: URL) throws {
        let tensors = base.parameters.flatMap { p -> [SafetensorsTensor] in
            guard let matrix = matrices[p.name] else {
                return [SafetensorsTensor(name: p.name, shape: p.shape, bf16: rest[p.name]!)]
            }
            return [
                SafetensorsTensor(
                    name: p.name + ".signs", dtype: .u8, shape: [p.shape[0], Self.rowBytes(p)], bytes: matrix.signs),
                SafetensorsTensor(name: p.name + ".scales", shape: [p.shape[0]], bf16: matrix.scales),
            ]
        }
        try SafetensorsWriter.write(tensors, to: url)
    }

    /// Adds the difference to `model`, which holds the base.
    func add(to model: ParameterStore) {
        for p in model.parameters {
            let w = model.pointer(p)
            if let values = rest[p.name] {
                for i in 0..<p.count { w[i] += values[i] }
            } else if let matrix = matrices[p.name] {
                let (columns, bytes) = (p.shape[1], Self.rowBytes(p))
                matrix.signs.withUnsafeBufferPointer { signs in
                    for row in 0..<p.shape[0] {
                        let scale = matrix.scales[row]
                        for column in 0..<columns {
                            let up = signs[row * bytes + column / 8] >> UInt8(column % 8) & 1 == 1
                            w[row * columns + column] += up ? scale : -scale
                        }
                    }
                }
            }
        }
        model.changed()
    }
}
