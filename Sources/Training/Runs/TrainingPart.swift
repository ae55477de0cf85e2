/// What a training makes: a part of a checkpoint, or a probe.
public enum TrainingPart: String, CaseIterable, Sendable {
    case compressor, decoder, upsampler, depth, transformer, distill, trust, probes, captioner

    /// Whether it is a network that reads pictures, trained on the simulator's truth without a checkpoint.
    public var isProbe: Bool { self == .probes || self == .captioner }

    /// The setting of its learning rate.
    var rate: String {
        switch self {
        case .compressor, .decoder: "compressorRate"
        case .upsampler: "upsamplerRate"
        case .probes: "probeRate"
        default: "\(rawValue)Rate"
        }
    }
}
