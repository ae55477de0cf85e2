import Diffusion
import Foundation
import Tensors
import WorldModel
import Worlds

/// Makes videos of any length from prompts, clip by clip.
public struct ClipGenerator: Sendable {
    public let checkpoint: Checkpoint
    /// Of the pictures, in pixels.
    public let size: (width: Int, height: Int)
    public let steps: Int
    public let seed: UInt64
    /// How strongly words count; 1 is as they are.
    public let guidance: Float
    /// The size whose noise a smaller one shares, so that both show the same scene.
    private let fullSize: (width: Int, height: Int)
    let context: Context
    private let video: LatentVideo
    private let pool: BufferPool

    /// - Parameters:
    ///   - size: multiples of `unit(of:)`.
    ///   - fullSize: that of which this is the prototype; nil: it is none.
    public init(
        _ checkpoint: Checkpoint, size: (width: Int, height: Int), steps: Int, seed: UInt64,
        guidance: Float = 1, precision: Context.Precision, fullSize: (width: Int, height: Int)? = nil
    ) {
        (self.checkpoint, self.size, self.steps, self.seed) = (checkpoint, size, steps, seed)
        (self.guidance, self.fullSize) = (guidance, fullSize ?? size)
        pool = BufferPool(device: checkpoint.device)
        context = Context(checkpoint.transformer.store, precision: precision, pool: pool)
        video = LatentVideo(checkpoint, precision: precision, pool: pool)
    }

    /// Width and height of pictures are multiples of it.
    public static func unit(of checkpoint: Checkpoint) -> Int {
        let c = checkpoint.configuration
        return c.compressor.spatialFactor * c.transformer.patch * (c.upsampler?.scale ?? 1)
    }

    /// Latent frames of a clip.
    private var length: Int { checkpoint.configuration.transformer.contextFrames + 1 }
    /// Pictures of a latent frame after the first.
    var factor: Int { checkpoint.configuration.compressor.temporalFactor }
    private func frame(of picture: Int) -> Int { picture == 0 ? 0 : 1 + (picture - 1) / factor }
    private func pictures(of frame: Int) -> Range<Int> {
        frame == 0 ? 0..<1 : 1 + (frame - 1) * factor..<1 + frame * factor
    }

    /// Denoising steps that `prompt` takes.
    public func passes(_ prompt: Prompt) -> Int {
        if Self.isOpen(prompt) { return streamedFrames(prompt) }
        if let (first, rest) = parts(prompt) { return passes(first) + streamedFrames(rest) }
        return windows(prompt).count * steps
    }

    /// A prompt that gives nothing and is longer than a clip: a clip, and what goes on from its pictures.
    private func parts(_ prompt: Prompt) -> (first: Prompt, rest: Prompt)? {
        let count = 1 + (length - 1) * factor
        guard prompt.given.isEmpty, prompt.count > count else { return nil }
        var (first, rest) = (prompt, prompt)
        first.actions = Array(prompt.actions.prefix(count))
        let blank = Prompt.Given(Frame(width: size.width, height: size.height))
        rest.given = Dictionary(uniqueKeysWithValues: (0..<count).map { ($0, blank) })
        return (first, rest)
    }

    private func windows(_ prompt: Prompt) -> [Range<Int>] {
        var known = [Bool](repeating: false, count: frame(of: prompt.count - 1) + 1)
        for (picture, given) in prompt.given where given.strength >= 1 { known[frame(of: picture)] = true }
        return ClipWindows.plan(known: known, length: length)
    }

    /// The pictures of `prompt`; those that are given exactly are theirs to the bit. `clipDone` sees the pictures so far after each
    /// clip; `goesOn` is asked after each step, and where it says no the pictures that were not reached are nil.
    public func generate(
        _ prompt: Prompt, goesOn: () -> Bool = { true }, clipDone: ([Frame?]) throws -> Void = { _ in }
    ) throws -> [Frame?] {
        let words = checkpoint.vocabulary?.numbers(of: prompt.text) ?? []
        if Self.isOpen(prompt) { return try stream(prompt, words: words, goesOn: goesOn, clipDone: clipDone) }
        if let (first, open) = parts(prompt) {
            let begun = try generate(first, goesOn: goesOn)
            let missing = [Frame?](repeating: nil, count: prompt.count - begun.count)
            guard begun.allSatisfy({ $0 != nil }) else { return begun + missing }
            try clipDone(begun + missing)
            var rest = open
            rest.given = Dictionary(uniqueKeysWithValues: begun.enumerated().map { ($0, Prompt.Given($1!)) })
            return try stream(rest, words: words, goesOn: goesOn, clipDone: clipDone)
        }
        let windows = windows(prompt)
        let c = checkpoint.configuration
        let sampler = ClipSampler(
            checkpoint.transformer, sampler: checkpoint.sampler, steps: steps, givenLevel: c.contextNoise,
            guidance: guidance, context: context)
        var made = [Frame?](repeating: nil, count: prompt.count)
        for (picture, given) in prompt.given where given.strength >= 1 { made[picture] = given.frame }
        var latents: [Int: Tensor] = [:]
        let unit = Self.unit(of: checkpoint)
        let grid = TokenGrid(rows: size.height / unit, columns: size.width / unit)
        for (number, window) in windows.enumerated() {
            var clip = ClipPrompt(actions: window.map { actions(prompt, $0) }, mask: prompt.mask, words: words)
            for frame in window {
                if let latent = latents[frame] {
                    clip.given[frame - window.lowerBound] = .init(latent)
                } else if let given = given(prompt, frame) {
                    clip.given[frame - window.lowerBound] = given
                    if given.strength >= 1 {
                        latents[frame] = given.latent
                        show(given.latent, frame)
                    }
                }
            }
            do {
                let result = try sampler.sample(
                    clip, grid: grid, noise: { noise($0, window: number, frames: window.count) },
                    stepDone: { _ in if !goesOn() { throw CancellationError() } })
                for frame in window where latents[frame] == nil {
                    let latent = part(result, frame - window.lowerBound)
                    latents[frame] = latent
                    show(latent, frame)
                }
            } catch is CancellationError { return made }
            try clipDone(made)
        }
        return made

        /// Decodes what is not given itself of a latent frame's pictures.
        func show(_ latent: Tensor, _ frame: Int) {
            let missing = pictures(of: frame).filter { $0 < made.count && made[$0] == nil }
            if missing.isEmpty { return }
            let decoded = video.decode(latent)[0]
            for picture in missing { made[picture] = decoded[picture - pictures(of: frame).lowerBound] }
        }
    }

    /// The actions of a latent frame; past the end of the prompt there are none.
    private func actions(_ prompt: Prompt, _ frame: Int) -> [Float] {
        let none = Action.none(checkpoint.actionSpace.channels.count).values
        if frame == 0 { return (0..<factor).flatMap { _ in none } }
        return pictures(of: frame).flatMap { $0 < prompt.count ? prompt.actions[$0].values : none }
    }

    /// What is given of a latent frame: where some of its pictures are, the nearest of these stands for the others.
    private func given(_ prompt: Prompt, _ frame: Int) -> ClipPrompt.Given? {
        let pictures = pictures(of: frame)
        let known = pictures.filter { prompt.given[$0] != nil }
        guard let first = known.first else { return nil }
        var group = pictures.map { picture in
            prompt.given[known.min { abs($0 - picture) < abs($1 - picture) } ?? first]!.frame
        }
        while group.count < factor { group.append(group[0]) }
        let strength = known.map { prompt.given[$0]!.strength }.min() ?? 0
        return .init(video.encode([group]), strength: strength)
    }

    /// The noise of a clip's step as tokens: that of the full size, of which a prototype takes the nearest cells.
    private func noise(_ step: Int, window: Int, frames: Int) -> Tensor {
        let c = checkpoint.configuration
        let cell = video.cell
        let (h, w) = (size.height / cell, size.width / cell)
        let (fullHeight, fullWidth) = (fullSize.height / cell, fullSize.width / cell)
        let channels = c.transformer.latentChannels
        let full = context.noise(
            [frames, fullHeight, fullWidth, channels], seed: seed, stream: UInt64(window) << 16 | UInt64(step))
        guard (h, w) != (fullHeight, fullWidth) else {
            return Patches.tokens(full, patch: c.transformer.patch, context)
        }
        let small = Tensor([frames, h, w, channels], pool: pool)
        for row in 0..<frames * h {
            let from = row / h * fullHeight + row % h * fullHeight / h
            for column in 0..<w {
                (small.f32 + (row * w + column) * channels)
                    .update(
                        from: full.f32 + (from * fullWidth + column * fullWidth / w) * channels, count: channels)
            }
        }
        return Patches.tokens(small, patch: c.transformer.patch, context)
    }

    /// One latent frame [1, h, w, C] of a clip.
    private func part(_ latents: Tensor, _ frame: Int) -> Tensor {
        let shape = [1] + latents.shape.dropFirst()
        let tensor = Tensor(Array(shape), pool: pool)
        tensor.f32.update(from: latents.f32 + frame * tensor.count, count: tensor.count)
        return tensor
    }
}
