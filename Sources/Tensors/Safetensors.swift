import Foundation

/// The earlier words for `SafetensorsFile` and `SafetensorsWriter`; new code uses those.
public struct Safetensors: Sendable {
    private let file: SafetensorsFile
    public var url: URL { file.url }
    public var names: [String] { file.names }
    public var metadata: [String: String] { file.metadata }

    public init(contentsOf url: URL) throws { file = try SafetensorsFile(url) }

    /// A tensor of F32, BF16 or F16 as floats; it must have `shape`.
    public func floats(_ name: String, shape: [Int]) throws -> [Float] { try file.floats(of: name, shape: shape) }

    /// Writes floats as F32 or BF16.
    public static func write(
        _ tensors: [(name: String, shape: [Int], values: [Float])], dtype: DType, metadata: [String: String] = [:],
        to url: URL
    ) throws {
        let tensors = tensors.map {
            dtype == .f32
                ? SafetensorsTensor(name: $0.name, shape: $0.shape, floats: $0.values)
                : SafetensorsTensor(name: $0.name, shape: $0.shape, bf16: $0.values)
        }
        try SafetensorsWriter.write(tensors, metadata: metadata, to: url)
    }
}
