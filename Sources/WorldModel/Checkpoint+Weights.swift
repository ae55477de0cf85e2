import Tensors

extension Checkpoint {
    /// SHA-256 over the weights in a checkpoint's folder, in hexadecimal; nil where there are none to read. `name` is as
    /// `named(_:)` takes it.
    public static func weightsHash(named name: String) -> String? {
        guard let folder = folder(named: name) else { return nil }
        let hashes = ["compressor", "transformer", "depth", "upsampler"].compactMap {
            SHA256.of(file: folder.appendingPathComponent("\($0).safetensors"))
        }
        return hashes.isEmpty ? nil : SHA256.of(hashes.joined(separator: "\n").utf8)
    }
}
