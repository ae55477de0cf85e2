import ArgumentParser
import Foundation
import Tensors
import WorldModel
import Worlds

/// `diorama pack`: a checkpoint with its transformer stored in fewer bytes.
struct Pack: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Store a checkpoint's transformer in fewer bytes.",
        discussion: """
            Writes a copy of a checkpoint whose transformer.safetensors holds every weight of a matrix as a whole number \
            of eight bits, with a scale a row, and all else as bf16: half of what training leaves. Every command reads it \
            as it is; training that goes on from it stores bf16 again.

              diorama pack runs/base/checkpoint --output base
              diorama inspect base                          says how its weights are stored
            """)

    enum Form: String, ExpressibleByArgument, CaseIterable {
        case int8, bf16

        var storage: WeightStorage { self == .int8 ? .int8 : .bf16 }
    }

    @Argument(help: "A shipped checkpoint, or a checkpoint folder.") var checkpoint: String
    @Option(help: "Folder to make; it must not be there.") var output: String
    @Option(help: "int8: a byte a weight and a scale a row; bf16: two bytes a weight.") var storage = Form.int8

    func run() throws {
        Interrupt.catchSignals()
        let target = URL(fileURLWithPath: output)
        let files = FileManager.default
        guard !files.fileExists(atPath: target.path) else {
            throw FileError("\(output) is there already; name another folder with --output, or remove it.")
        }
        let transformer = try Checkpoint.named(checkpoint).transformer
        // A link would be copied as a link, and the checkpoint behind it changed.
        let source = Checkpoint.folder(named: checkpoint)!.resolvingSymlinksInPath()
        try files.createDirectory(at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
        try WholeFolder.make(target) { part in
            func stop() throws { try Interrupt.check("Stopped before \(output) was whole; nothing of it is kept.") }
            try stop()
            do { try files.copyItem(at: source, to: part) } catch {
                throw FileError("\(output) cannot be made. \(FileError(foundation: error)?.description ?? "\(error)")")
            }
            try stop()
            try ParameterFile.save(
                transformer.store, part.appendingPathComponent("transformer.safetensors"), storage.storage)
            try stop()
        }
        func size(_ folder: URL) throws -> String {
            let bytes = try folder.appendingPathComponent("transformer.safetensors").resourceValues(forKeys: [
                .fileSizeKey
            ])
            return String(format: "%.1f MB", Double(bytes.fileSize ?? 0) / 1e6)
        }
        print(
            "\(output): the transformer takes \(try size(target)) as \(storage.rawValue), before \(try size(source)).")
    }
}
