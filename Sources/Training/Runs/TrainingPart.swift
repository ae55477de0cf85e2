/// What a training makes: a part of a checkpoint, or a probe.
public enum TrainingPart: String, CaseIterable, Sendable {
    case compressor, decoder, upsampler, depth, transformer, distill, trust, probes

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
