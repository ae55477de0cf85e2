import Memory
import Tensors
import Worlds

extension TrainConfiguration {
    /// A key of the file, and how its value is taken.
    struct Setting: Sendable {
        let key: String
        let read: @Sendable (inout TrainConfiguration, SettingsFile) throws -> Void
    }

    public static var keys: [String] { settings.map(\.key) }

    /// All that the file may say.
    static let settings: [Setting] = [
        text("name", \.name),
        whole("width", \.width, sizes),
        whole("height", \.height, sizes),
        pictureSizes("sizes", \.sizes, sizes),
        whole("episodes", \.episodes, 1...1_000_000),
        whole("frames", \.frames, 3...100_000),
        Setting(key: "firstSeed") { settings, file in
            let range = 1...Int(Start.firstHeldOutSeed) - 2_000_000
            if let seed = try file.integer("firstSeed", in: range) { settings.firstSeed = UInt64(seed) }
        },
        whole("stagedEpisodes", \.stagedEpisodes, 0...1_000_000),
        whole("liveEpisodes", \.liveEpisodes, 0...1_000_000),
        number("liveStagedShare", \.liveStagedShare, 0...1),
        whole("compressorWidth", \.compressorWidth, compressorWidths),
        whole("compressorSteps", \.compressorSteps, steps),
        whole("decoderSteps", \.decoderSteps, steps),
        whole("compressorBatch", \.compressorBatch, 1...4096),
        number("compressorRate", \.compressorRate, rates),
        whole("upsamplerSteps", \.upsamplerSteps, steps),
        whole("upsamplerBatch", \.upsamplerBatch, 1...4096),
        number("upsamplerRate", \.upsamplerRate, rates),
        whole("latentChannels", \.latentChannels, channelCounts),
        whole("depthSteps", \.depthSteps, steps),
        whole("depthBatch", \.depthBatch, 1...4096),
        number("depthRate", \.depthRate, rates),
        whole("transformerWidth", \.transformerWidth, transformerWidths),
        whole("transformerDepth", \.transformerDepth, depths),
        whole("transformerHeads", \.transformerHeads, headCounts),
        whole("transformerSteps", \.transformerSteps, steps),
        number("transformerRate", \.transformerRate, rates),
        number("muonRatio", \.muonRatio, 0...100),
        flag("memory", \.memory),
        flag("text", \.text),
        flag("prompts", \.prompts),
        Setting(key: "collisions") { settings, file in
            guard let text = try file.text("collisions") else { return }
            guard let rule = Collisions(rawValue: text) else {
                throw file.error("collisions", "collisions must be 'rule' or 'learned', not '\(text)'.")
            }
            settings.collisions = rule
        },
        number("recycling", \.recycling, 0...1),
        number("useShare", \.useShare, 0...1),
        whole("clips", \.clips, 1...4096),
        whole("clipFrames", \.clipFrames, clipLengths),
        whole("distillSteps", \.distillSteps, steps),
        number("distillRate", \.distillRate, rates),
        whole("distillRatio", \.distillRatio, 1...100),
        number("distillFakeRate", \.distillFakeRate, 0.01...100),
        whole("distilledSteps", \.distilledSteps, 1...64),
        whole("trustEpisodes", \.trustEpisodes, 10...1_000_000),
        whole("trustSteps", \.trustSteps, steps),
        whole("trustBatch", \.trustBatch, 1...4096),
        number("trustRate", \.trustRate, rates),
        number("trustTolerance", \.trustTolerance, 1...255),
        number("trustThreshold", \.trustThreshold, 0.001...0.999),
        whole("probeEpisodes", \.probeEpisodes, 1...1_000_000),
        whole("probeSteps", \.probeSteps, steps),
        whole("probeBatch", \.probeBatch, 1...4096),
        number("probeRate", \.probeRate, rates),
        whole("captionerEpisodes", \.captionerEpisodes, 1...1_000_000),
        whole("captionerSteps", \.captionerSteps, steps),
        whole("captionerBatch", \.captionerBatch, 1...4096),
        number("captionerRate", \.captionerRate, rates),
        whole("validationSteps", \.validationSteps, steps),
    ]

    private static let (steps, rates) = (1...100_000_000, 1e-7...1.0)
    private typealias Path<Value> = WritableKeyPath<TrainConfiguration, Value> & Sendable

    private static func whole(_ key: String, _ path: Path<Int>, _ range: ClosedRange<Int>) -> Setting {
        Setting(key: key) { if let value = try $1.integer(key, in: range) { $0[keyPath: path] = value } }
    }

    private static func number(_ key: String, _ path: Path<Float>, _ range: ClosedRange<Double>) -> Setting {
        Setting(key: key) { if let value = try $1.number(key, in: range) { $0[keyPath: path] = value } }
    }

    private static func flag(_ key: String, _ path: Path<Bool>) -> Setting {
        Setting(key: key) { if let value = try $1.flag(key) { $0[keyPath: path] = value } }
    }

    private static func text(_ key: String, _ path: Path<String>) -> Setting {
        Setting(key: key) { if let value = try $1.text(key) { $0[keyPath: path] = value } }
    }

    private static func pictureSizes(_ key: String, _ path: Path<[PictureSize]>, _ range: ClosedRange<Int>) -> Setting {
        Setting(key: key) { settings, file in
            let sizes = try file.list(key) {
                PictureSize($0, in: range)
            } orExplain: {
                "'\($0)' is no size; write width x height, multiples of 16 from \(range.lowerBound) to \(range.upperBound), such as 96x96."
            }
            if let sizes { settings[keyPath: path] = sizes }
        }
    }
}
