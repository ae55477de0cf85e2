import Foundation
import Tensors

/// A matrix [rows, columns] in a byte a weight: w = scale * q with q in -127...127 and a scale for each row, the largest magnitude of
/// which is 127 (the symmetric, row-wise rule of `QuantizedRows`).
///
/// Scales stay f32: as bf16 they would bend a whole row by up to 0.2%, as much as rounding does to single weights, to save
/// two bytes a row.
struct Int8Matrix {
    private static let top: Float = 127
    let values: [Int8]
    let scales: [Float]

    /// nil where a weight is not finite, which no grid holds.
    init?(_ w: UnsafePointer<Float>, rows: Int, columns: Int) {
        var values = [Int8](repeating: 0, count: rows * columns)
        var scales = [Float](repeating: 0, count: rows)
        for row in 0..<rows {
            let weights = UnsafeBufferPointer(start: w + row * columns, count: columns)
            guard weights.allSatisfy(\.isFinite) else { return nil }
            let scale = weights.reduce(0) { max($0, abs($1)) } / Self.top
            guard scale > 0 else { continue }
            scales[row] = scale
            for (column, weight) in weights.enumerated() {
                // Where a scale is subnormal its rounding could carry the quotient past the grid's end.
                let q = (weight / scale).rounded(.toNearestOrEven)
                values[row * columns + column] = Int8(max(-Self.top, min(Self.top, q)))
            }
        }
        (self.values, self.scales) = (values, scales)
    }

    /// Throws unless a file has the matrix `name` of `shape` in this form.
    static func check(_ tensors: NamedTensors, _ name: String, shape: [Int]) throws {
        let places = names(name).map(tensors.place)
        try tensors.file.check(places[0], shape: shape, as: [.i8])
        try tensors.file.check(places[1], shape: [shape[0]])
    }

    /// Reads the matrix `name` of `shape` from a file that has it in this form.
    init(_ tensors: NamedTensors, _ name: String, shape: [Int]) throws {
        let (file, places) = (tensors.file, Self.names(name).map(tensors.place))
        values = try file.bytes(of: places[0], dtype: .i8, shape: shape).map { Int8(bitPattern: $0) }
        scales = try file.floats(of: places[1], shape: [shape[0]])
        if let row = scales.firstIndex(where: { !($0.isFinite && $0 >= 0) }) {
            throw FileError(
                "Tensor \(places[1]) in \(file.url.path) holds \(scales[row]) for row \(row), but a scale is finite "
                    + "and not negative; make the file anew with diorama pack."
            )
        }
    }

    /// What a file calls the whole numbers and the scales of the matrix `name`.
    static func names(_ name: String) -> [String] { [name + ".int8", name + ".scales"] }

    func tensors(_ name: String, shape: [Int]) -> [SafetensorsTensor] {
        [
            SafetensorsTensor(
                name: Self.names(name)[0], dtype: .i8, shape: shape, bytes: values.map { UInt8(bitPattern: $0) }),
            SafetensorsTensor(name: Self.names(name)[1], shape: [shape[0]], floats: scales),
        ]
    }

    /// The weights, row by row.
    func write(to w: UnsafeMutablePointer<Float>) {
        let columns = values.count / max(1, scales.count)
        for (row, scale) in scales.enumerated() {
            for i in row * columns..<(row + 1) * columns { w[i] = Float(values[i]) * scale }
        }
    }
}
