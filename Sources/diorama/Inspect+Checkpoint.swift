import ArgumentParser
import Foundation
import Tensors
import WorldModel
import Worlds

/// What is said of checkpoints and of files of tensors.
extension Inspect {
    /// A checkpoint is read as every command reads it before anything is said of it.
    func describe(checkpoint url: URL) throws {
        let files = FileManager.default
        let tensors = try files.contentsOfDirectory(atPath: url.path).filter { $0.hasSuffix(".safetensors") }.sorted()
        let isCheckpoint = files.fileExists(atPath: url.appendingPathComponent("config.json").path)
        guard isCheckpoint || !tensors.isEmpty else {
            throw FileError("\(path) is neither an episode set (index.jsonl) nor a checkpoint (*.safetensors).")
        }
        try refuseWhatDoesNothing(with: "a checkpoint")
        if isCheckpoint { _ = try Checkpoint(contentsOf: url) }
        print(
            "\(path): \(isCheckpoint ? "a checkpoint" : "a folder without config.json, so no checkpoint,") of "
                + "\(tensors.count) tensor files."
        )
        for name in ["config.json", "training.json", "actions.json"] {
            let place = url.appendingPathComponent(name)
            if let text = try? FileContents.text(place, what: name) {
                print("\n\(name):\n\(text.prefix(4000).trimmingCharacters(in: .whitespacesAndNewlines))")
            }
        }
        for name in tensors {
            print("")
            try describe(SafetensorsFile(url.appendingPathComponent(name)))
        }
    }

    func describe(_ file: SafetensorsFile) throws {
        let numbers = file.names.reduce(0) { $0 + (file.info($1)?.shape.reduce(1, *) ?? 0) }
        print("\(file.url.path): \(file.names.count) tensors, \(grouped(numbers)) numbers, \(megabytes(file.size)).")
        let forms = ParameterFile.forms(of: file).map { "\(grouped($0.numbers)) as \($0.name)" }
        print("  stored: \(forms.joined(separator: ", "))")
        for (key, value) in file.metadata.sorted(by: { $0.key < $1.key }) { print("  \(key): \(value.prefix(200))") }
        for name in file.names {
            guard let (dtype, shape) = file.info(name) else { continue }
            print("  \(name)  \(dtype.rawValue)  [\(shape.map(String.init).joined(separator: ", "))]")
        }
        // Depths, which are F16, are infinite in the sky.
        for name in file.names where [.f32, .bf16].contains(file.info(name)?.dtype) {
            let count = try file.notFinite(in: name)
            if count > 0 {
                throw FileError("\(file.url.path): \(name) has \(count) numbers that are not finite; make it anew.")
            }
        }
    }
}
