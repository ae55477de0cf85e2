/// How a checkpoint's frames were sampled; part of the identity of a candidate.
public struct SamplerSettings: Codable, Hashable, Sendable {
    /// Denoising passes a latent frame.
    public var steps: Int
    public var guidance: Double
    /// Noise levels of the passes, e.g. "uniform".
    public var schedule: String
    /// Latent frames of context.
    public var contextFrames: Int

    /// The arithmetic: "f32", "bf16" or "int8"; nil in older runs, which were bf16.
    public var precision: String?
    /// The GPU that computed; nil: the CPU.
    public var device: String?

    public init(
        steps: Int, guidance: Double = 1, schedule: String = "uniform", contextFrames: Int, precision: String? = nil,
        device: String? = nil
    ) {
        (self.steps, self.guidance, self.schedule) = (steps, guidance, schedule)
        (self.contextFrames, self.precision, self.device) = (contextFrames, precision, device)
    }

    enum CodingKeys: String, CodingKey {
        case steps, guidance, schedule, precision, device
        case contextFrames = "context_frames"
    }
}
