import Diffusion
import Training
import VideoCompression

/// What `diorama train --config FILE.yaml` may say; every key has a default.
struct TrainConfiguration: Codable {
    var name = "small"
    var width = 128
    var height = 80
    /// Reference-world episodes, and frames in each.
    var episodes = 600
    var frames = 97
    var compressorWidth = 128
    var compressorSteps = 1500
    var compressorBatch = 8
    var compressorRate: Float = 1e-3
    var latentChannels = 16
    var transformerWidth = 320
    var transformerDepth = 8
    var transformerHeads = 5
    var transformerSteps = 2000
    var transformerRate: Float = 1e-3
    /// Muon's rate as a multiple of transformerRate; 0 trains with AdamW alone.
    var muonRatio: Float = 4
    /// Whether the transformer is shown what memory shows of the next view.
    var memory = true
    var clips = 16
    var clipFrames = 16
    /// Steps between validations, each with a filmstrip.
    var validationSteps = 500

    init() {}

    init(from decoder: any Decoder) throws {
        let c = try decoder.container(keyedBy: CodingKeys.self)
        func read<T: Decodable>(_ key: CodingKeys, _ value: inout T) throws {
            if let given = try c.decodeIfPresent(T.self, forKey: key) { value = given }
        }
        try read(.name, &name)
        try read(.width, &width)
        try read(.height, &height)
        try read(.episodes, &episodes)
        try read(.frames, &frames)
        try read(.compressorWidth, &compressorWidth)
        try read(.compressorSteps, &compressorSteps)
        try read(.compressorBatch, &compressorBatch)
        try read(.compressorRate, &compressorRate)
        try read(.latentChannels, &latentChannels)
        try read(.transformerWidth, &transformerWidth)
        try read(.transformerDepth, &transformerDepth)
        try read(.transformerHeads, &transformerHeads)
        try read(.transformerSteps, &transformerSteps)
        try read(.transformerRate, &transformerRate)
        try read(.muonRatio, &muonRatio)
        try read(.memory, &memory)
        try read(.clips, &clips)
        try read(.clipFrames, &clipFrames)
        try read(.validationSteps, &validationSteps)
    }
}
