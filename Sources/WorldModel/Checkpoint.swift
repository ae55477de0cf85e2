import Codecs
import Diffusion
import Episodes
import Foundation
import Memory
import Tensors
import Text
import Worlds

/// A model in a folder: `config.json`, `compressor.safetensors`, `transformer.safetensors`, where memory
/// estimates depth `depth.safetensors`, where it judges memory `trust.safetensors`, where it makes its pictures larger
/// `upsampler.safetensors`, where it takes text `vocabulary.txt`, `actions.json`, `training.json`, a model card and, where
/// it learned another world than the simulator, `starts/`, an episode set.
public struct Checkpoint: Sendable {
    public var configuration: CheckpointConfiguration
    public var actionSpace: ActionSpace
    public let compressor: VideoCompressor
    public let transformer: DiT
    public let depth: DepthEstimator?
    /// Judges what memory shows; nil: the configuration's constants do.
    public let trust: TrustHead?
    /// Makes the decoder's pictures larger and sharper; nil: they are shown as they are.
    public let upsampler: Upsampler?
    /// First pictures of its world, a few short episodes of them; empty: those of the simulator serve.
    public var starts: [Episode]
    /// The words that it knows; nil where it takes no text.
    public var vocabulary: Vocabulary?

    public init(
        configuration: CheckpointConfiguration, actionSpace: ActionSpace, compressor: VideoCompressor,
        transformer: DiT, depth: DepthEstimator? = nil, trust: TrustHead? = nil, upsampler: Upsampler? = nil,
        starts: [Episode] = [], vocabulary: Vocabulary? = nil
    ) {
        (self.configuration, self.actionSpace, self.starts) = (configuration, actionSpace, starts)
        (self.compressor, self.transformer, self.depth, self.trust) = (compressor, transformer, depth, trust)
        (self.upsampler, self.vocabulary) = (upsampler, vocabulary)
        self.configuration.depth = depth?.configuration
        self.configuration.trust = trust?.configuration
        self.configuration.upsampler = upsampler?.configuration
    }

    /// The same with some of its parts exchanged. A trust head goes with the transformer that it was trained on, an upsampler with
    /// the decoder.
    public func replacing(
        compressor: VideoCompressor? = nil, transformer: DiT? = nil, depth: DepthEstimator? = nil,
        trust: TrustHead? = nil, upsampler: Upsampler? = nil
    ) -> Checkpoint {
        Checkpoint(
            configuration: configuration, actionSpace: actionSpace, compressor: compressor ?? self.compressor,
            transformer: transformer ?? self.transformer, depth: depth ?? self.depth,
            trust: trust ?? (transformer == nil ? self.trust : nil),
            upsampler: upsampler ?? (compressor == nil ? self.upsampler : nil), starts: starts, vocabulary: vocabulary)
    }

    /// The same whose pictures are as large as those that the encoder sees: what transformers, depth and trust are trained with.
    public var withoutUpsampler: Checkpoint {
        Checkpoint(
            configuration: configuration, actionSpace: actionSpace, compressor: compressor, transformer: transformer,
            depth: depth, trust: trust, vocabulary: vocabulary)
    }

    /// A shipped checkpoint by name, or one in a folder by path, to be computed on `device`; nil: the CPU.
    public static func named(_ name: String, device: CUDADevice? = nil) throws -> Checkpoint {
        guard let folder = folder(named: name) else {
            throw WorldError(
                "no checkpoint named '\(name)': the shipped ones are \(shipped.joined(separator: ", ")); a path works too"
            )
        }
        return try Checkpoint(contentsOf: folder, device: device)
    }

    /// Where a shipped checkpoint, or one given by path, lies; nil where there is neither. A folder of the same name in the working
    /// directory does not hide a shipped one: its path is `./NAME`.
    public static func folder(named name: String) -> URL? {
        if !name.contains("/"), shipped.contains(name) { return shelf?.appendingPathComponent(name) }
        let isPath = name.contains("/") || FileManager.default.fileExists(atPath: name)
        return isPath ? URL(fileURLWithPath: name) : nil
    }

    /// Where the shipped checkpoints lie.
    private static let shelf = Bundle.module.url(forResource: "Checkpoints", withExtension: nil)

    /// Names of the checkpoints inside the package.
    public static var shipped: [String] {
        guard let base = shelf else { return [] }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: base.path)) ?? []
        return names.filter {
            FileManager.default.fileExists(atPath: base.appendingPathComponent("\($0)/config.json").path)
        }.sorted()
    }

    /// Reads a folder; what its files say is checked before anything is allocated for it.
    public init(contentsOf folder: URL, device: CUDADevice? = nil) throws {
        let decoder = JSONDecoder()
        func json<T: Decodable>(_ type: T.Type, _ file: String) throws -> T {
            let url = folder.appendingPathComponent(file)
            guard FileManager.default.fileExists(atPath: url.path) else {
                throw WorldError("\(url.path) cannot be read: a checkpoint is a folder with config.json and weights")
            }
            let data = try FileContents.data(url, what: file)
            do { return try decoder.decode(type, from: data) } catch {
                throw WorldError("\(url.path) is not a valid \(file) of a checkpoint: \(Self.short(error))")
            }
        }
        configuration = try json(CheckpointConfiguration.self, "config.json")
        actionSpace = try json(ActionSpace.self, "actions.json")
        if let flaw = actionSpace.flaw {
            throw WorldError("\(folder.appendingPathComponent("actions.json").path): \(flaw)")
        }
        try configuration.validate(folder.appendingPathComponent("config.json").path, actionSpace)
        starts = try StartEpisodes.read(folder, configuration, actionSpace)
        if let text = configuration.transformer.text {
            let words = try Vocabulary(contentsOf: folder.appendingPathComponent("vocabulary.txt"))
            guard words.rows == text.rows else {
                throw WorldError(
                    "\(folder.path): vocabulary.txt has \(words.words.count) words, which are not those of "
                        + "'transformer.text.rows' in config.json; take the checkpoint anew")
            }
            guard device == nil else {
                throw WorldError("\(folder.path) takes text, which is computed on the CPU alone: leave --device out")
            }
            vocabulary = words
        }
        compressor = VideoCompressor(configuration.compressor, seed: nil, allocated: false)
        transformer = DiT(configuration.transformer, seed: nil, allocated: false)
        depth = configuration.depth.map { DepthEstimator($0, allocated: false) }
        trust = configuration.trust.map { [configuration] in
            TrustHead($0, for: configuration.transformer, allocated: false)
        }
        upsampler = configuration.upsampler.map { [configuration] in
            Upsampler($0, codec: configuration.compressor, allocated: false)
        }
        try ParameterFile.load(compressor.store, folder.appendingPathComponent("compressor.safetensors"))
        try ParameterFile.load(transformer.store, folder.appendingPathComponent("transformer.safetensors"))
        if let depth { try ParameterFile.load(depth.store, folder.appendingPathComponent("depth.safetensors")) }
        if let trust { try ParameterFile.load(trust.store, folder.appendingPathComponent("trust.safetensors")) }
        if let upsampler {
            try ParameterFile.load(upsampler.store, folder.appendingPathComponent("upsampler.safetensors"))
        }
        for store in [compressor.store, transformer.store, depth?.store, trust?.store, upsampler?.store] {
            store?.device = device
        }
    }

    /// Where it is computed; nil: the CPU.
    public var device: CUDADevice? { transformer.store.device }

    private static func short(_ error: any Error) -> String {
        switch error {
        case DecodingError.keyNotFound(let key, _): "the key '\(key.stringValue)' is missing"
        case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context),
            DecodingError.dataCorrupted(let context) where !context.codingPath.isEmpty:
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
        if let trust {
            try ParameterFile.save(trust.store, folder.appendingPathComponent("trust.safetensors"), storage)
        }
        if let upsampler {
            try ParameterFile.save(upsampler.store, folder.appendingPathComponent("upsampler.safetensors"), storage)
        }
        try AtomicFile.write(encoder.encode(actionSpace), to: folder.appendingPathComponent("actions.json"))
        let notes = folder.appendingPathComponent("training.json")
        if training != nil || !FileManager.default.fileExists(atPath: notes.path) {
            try AtomicFile.write(encoder.encode(training ?? [:]), to: notes)
        }
        try vocabulary?.write(to: folder.appendingPathComponent("vocabulary.txt"))
        try StartEpisodes.write(starts, rate: configuration.framesPerSecond, actionSpace, to: folder)
        if let card { try AtomicFile.write(Data(card.utf8), to: folder.appendingPathComponent("README.md")) }
        try AtomicFile.write(encoder.encode(configuration), to: folder.appendingPathComponent("config.json"))
    }
}
