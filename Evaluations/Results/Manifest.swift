/// `manifest.json`: all that is needed to run an evaluation again and get the same numbers.
public struct Manifest: Codable, Hashable, Sendable {
    public static let format = "diorama-evaluation/1"
    static let noiseScheme = "philox4x32-10/1"

    public var format = Self.format
    /// As given to `diorama evaluate`: a checkpoint's name or folder, "reference", "cheat:frozen", "video:DIR".
    public var candidate: String
    /// SHA-256 of `transformer.safetensors` and `config.json`; nil for worlds without weights.
    public var modelHash: String?
    /// SHA-256 of `compressor.safetensors`.
    public var codecHash: String?
    /// SHA-256 of the other files of a checkpoint that its pictures depend on, by name; nil in older runs and for worlds without.
    public var parts: [String: String]?
    public var sampler: SamplerSettings?
    /// Suite name or folder of scripts.
    public var suite: String
    /// SHA-256 over the hashes of all cases.
    public var suiteHash: String
    /// Noise seeds.
    public var seeds: [Int]
    public var width: Int
    public var height: Int
    /// Number of cases in the suite and, of a shard, which part: "1/4".
    public var cases: Int
    public var shard: String?
    /// How noise is keyed; numbers of different schemes do not compare.
    public var noiseScheme = Self.noiseScheme
    /// Probe name -> SHA-256 of its weights.
    public var probes: [String: String]
    /// SHA-256 of `results.jsonl` without the `ms` fields, lines in order.
    public var resultsHash: String
    public var commit: String
    public var swift: String
    public var cpuFeatures: [String]
    public var threads: Int
    public var commandLine: [String]

    public init(
        candidate: String, modelHash: String? = nil, codecHash: String? = nil, parts: [String: String]? = nil,
        sampler: SamplerSettings? = nil, suite: String, suiteHash: String, seeds: [Int], width: Int, height: Int,
        cases: Int, shard: String? = nil,
        probes: [String: String] = [:], resultsHash: String, commit: String, swift: String, cpuFeatures: [String],
        threads: Int, commandLine: [String]
    ) {
        (self.candidate, self.modelHash, self.codecHash, self.parts) = (candidate, modelHash, codecHash, parts)
        self.sampler = sampler
        (self.suite, self.suiteHash, self.seeds, self.width) = (suite, suiteHash, seeds, width)
        (self.height, self.cases, self.shard, self.probes) = (height, cases, shard, probes)
        (self.resultsHash, self.commit, self.swift, self.cpuFeatures) = (resultsHash, commit, swift, cpuFeatures)
        (self.threads, self.commandLine) = (threads, commandLine)
    }

    enum CodingKeys: String, CodingKey {
        case format, candidate, parts, sampler, suite, seeds, width, height, cases, shard, probes, commit, swift,
            threads
        case modelHash = "model_hash"
        case codecHash = "codec_hash"
        case suiteHash = "suite_hash"
        case noiseScheme = "noise_scheme"
        case resultsHash = "results_hash"
        case cpuFeatures = "cpu_features"
        case commandLine = "command_line"
    }
}
