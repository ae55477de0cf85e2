import Diffusion
import Foundation
import Tensors
import VideoCompression
import Worlds

/// A model in a folder: `config.json`, `compressor.safetensors`, `transformer.safetensors`, where memory
/// estimates depth `depth.safetensors`, `actions.json`, `training.json` and a model card.
public struct Checkpoint: Sendable {
    public var configuration: CheckpointConfiguration
    public var actionSpace: ActionSpace
    public let compressor: VideoCompressor
    public let transformer: DiT
    public let depth: DepthEstimator?

    public init(
        configuration: CheckpointConfiguration, actionSpace: ActionSpace, compressor: VideoCompressor,
        transformer: DiT, depth: DepthEstimator? = nil
    ) {
        (self.configuration, self.actionSpace) = (configuration, actionSpace)
        (self.compressor, self.transformer, self.depth) = (compressor, transformer, depth)
        self.configuration.depth = depth?.configuration
    }

    /// The same with some of its parts exchanged.
    public func replacing(
        compressor: VideoCompressor? = nil, transformer: DiT? = nil, depth: DepthEstimator? = nil
    ) -> Checkpoint {
        Checkpoint(
            configuration: configuration, actionSpace: actionSpace, compressor: compressor ?? self.compressor,
            transformer: transformer ?? self.transformer, depth: depth ?? self.depth)
    }

    /// A shipped checkpoint by name, or one in a folder by path.
    public static func named(_ name: String) throws -> Checkpoint {
        guard let folder = folder(named: name) else {
            throw WorldError(
                "no checkpoint named '\(name)': the shipped ones are \(shipped.joined(separator: ", ")); a path works too"
            )
        }
        return try Checkpoint(contentsOf: folder)
    }

    /// Where a shipped checkpoint, or one given by path, lies; nil where there is no shipped one of that name.
    public static func folder(named name: String) -> URL? {
        if name.contains("/") || FileManager.default.fileExists(atPath: name) { return URL(fileURLWithPath: name) }
        guard let base = Bundle.module.url(forResource: "Checkpoints", withExtension: nil), shipped.contains(name)
        else {
            return nil
        }
        return base.appendingPathComponent(name)
    }

    /// Names of the checkpoints inside the package.
    public static var shipped: [String] {
        guard let base = Bundle.module.url(forResource: "Checkpoints", withExtension: nil) else { return [] }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: base.path)) ?? []
        return names.filter {
            FileManager.default.fileExists(atPath: base.appendingPathComponent("\($0)/config.json").path)
        }.sorted()
    }

    public init(contentsOf folder: URL) throws {
        let decoder = JSONDecoder()
        func json<T: Decodable>(_ type: T.Type, _ file: String) throws -> T {
            let url = folder.appendingPathComponent(file)
            guard let data = try? Data(contentsOf: url) else {
                throw WorldError("\(url.path) cannot be read: a checkpoint is a folder with config.json and weights")
            }
            do { return try decoder.decode(type, from: data) } catch {
                throw WorldError("\(url.path) is not a valid \(file) of a checkpoint: \(Self.short(error))")
            }
        }
        configuration = try json(CheckpointConfiguration.self, "config.json")
        actionSpace = try json(ActionSpace.self, "actions.json")
        try configuration.validate(folder.appendingPathComponent("config.json").path, actionSpace)
        compressor = VideoCompressor(configuration.compressor, seed: nil)
        transformer = DiT(configuration.transformer, seed: nil)
        depth = configuration.depth.map { DepthEstimator($0) }
        try ParameterFile.load(compressor.store, folder.appendingPathComponent("compressor.safetensors"))
        try ParameterFile.load(transformer.store, folder.appendingPathComponent("transformer.safetensors"))
        if let depth { try ParameterFile.load(depth.store, folder.appendingPathComponent("depth.safetensors")) }
    }

    private static func short(_ error: any Error) -> String {
        switch error {
        case DecodingError.keyNotFound(let key, _): "the key '\(key.stringValue)' is missing"
        case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
            "'\(context.codingPath.map(\.stringValue).joined(separator: "."))' has the wrong type"
        default: "it is not JSON"
        }
    }

    /// Writes the folder; weights as `dtype`, however they were stored. Without `training` or `card` what the folder says of them stays.
    public func write(
        to folder: URL, dtype: DType = .bf16, training: [String: String]? = nil, card: String? = nil
    ) throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        let storage: WeightStorage = dtype == .f32 ? .f32 : .bf16
        try ParameterFile.save(compressor.store, folder.appendingPathComponent("compressor.safetensors"), storage)
        try ParameterFile.save(transformer.store, folder.appendingPathComponent("transformer.safetensors"), storage)
        if let depth {
            try ParameterFile.save(depth.store, folder.appendingPathComponent("depth.safetensors"), storage)
        }
        try encoder.encode(actionSpace).write(to: folder.appendingPathComponent("actions.json"), options: .atomic)
        let notes = folder.appendingPathComponent("training.json")
        if training != nil || !FileManager.default.fileExists(atPath: notes.path) {
            try encoder.encode(training ?? [:]).write(to: notes, options: .atomic)
        }
        if let card { try Data(card.utf8).write(to: folder.appendingPathComponent("README.md"), options: .atomic) }
        try encoder.encode(configuration).write(to: folder.appendingPathComponent("config.json"), options: .atomic)
    }
}
