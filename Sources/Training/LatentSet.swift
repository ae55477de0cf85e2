import Codecs
import Foundation
import Memory
import Tensors
import WorldModel
import Worlds

/// Episodes as normalised latents and the actions of each latent frame, all in memory.
public struct LatentSet: Sendable {
    public struct Episode: Sendable {
        public var latents: [Float]
        /// What memory shows of each latent frame: [frames, h, w, C + 2], all zero where it shows nothing; nil where the
        /// model sees no memory.
        public var views: [Float]?
        public var actions: [Float]
        public var frames: Int
        /// How many times as often as at weight 1 it is drawn.
        public var weight: Float = 1
        /// What captions say of it; nil: nothing.
        public var facts: SceneFacts?

        /// `latents` and `actions` hold `frames` latent frames, one after the other.
        public init(latents: [Float], actions: [Float], frames: Int, views: [Float]? = nil) {
            (self.latents, self.actions, self.frames, self.views) = (latents, actions, frames, views)
        }
    }

    /// One latent frame of the set.
    struct Place: Hashable {
        let episode: Int
        let frame: Int
    }

    public var episodes: [Episode] = []
    /// Of all episodes up to each: how often they are drawn, in frames times weight; empty while all are alike.
    private(set) var shares: [Double] = []
    /// The latent frames in which something is done to the world, as `mark` found them.
    private(set) var marked: [Place] = []
    private var marking: (channel: Int, channels: Int)?
    /// Numbers in one latent frame, and in the actions of one.
    public let latentSize: Int
    public let actionSize: Int
    public let shape: [Int]

    public init(shape: [Int], actionSize: Int) {
        self.shape = shape
        latentSize = shape.reduce(1, *)
        self.actionSize = actionSize
    }

    /// Numbers of one latent frame's view.
    public var viewSize: Int { latentSize / shape[2] * (shape[2] + 2) }

    /// Whether memory shows anything of a frame.
    func showsView(at place: Place) -> Bool {
        guard let views = episodes[place.episode].views else { return false }
        let width = shape[2] + 2
        return stride(from: place.frame * viewSize + width - 1, to: (place.frame + 1) * viewSize, by: width)
            .contains { views[$0] > 0 }
    }

    /// Marks the latent frames in which `channel`, of `channels` an action has, begins to be held; those of later
    /// episodes too.
    public mutating func mark(channel: Int, of channels: Int) {
        (marking, marked) = ((channel, channels), [])
        for number in episodes.indices { markEpisode(number) }
    }

    private mutating func markEpisode(_ number: Int) {
        guard let (channel, channels) = marking else { return }
        let episode = episodes[number]
        var held = false
        for frame in 0..<episode.frames {
            let actions = episode.actions[frame * actionSize..<(frame + 1) * actionSize]
            let pressed = stride(from: actions.startIndex + channel, to: actions.endIndex, by: channels)
                .contains { actions[$0] > 0.5 }
            if pressed, !held { marked.append(Place(episode: number, frame: frame)) }
            held = pressed
        }
    }

    /// Forgets all episodes.
    mutating func clear() { (episodes, marked, shares) = ([], [], []) }

    /// The number of an episode, drawn at random: by length and weight where these differ.
    func draw(_ random: inout PhiloxGenerator) -> Int {
        let number = Int(random.next() % UInt64(episodes.count))
        guard let all = shares.last else { return number }
        let wanted = Double(random.uniform()) * all
        return shares.firstIndex { $0 > wanted } ?? episodes.count - 1
    }

    public mutating func append(_ episode: Episode) {
        let isLike = episodes.first.map { $0.frames == episode.frames && $0.weight == episode.weight } ?? true
        episodes.append(episode)
        if !isLike || !shares.isEmpty {
            for other in episodes[shares.count...] {
                shares.append((shares.last ?? 0) + Double(other.frames) * Double(other.weight))
            }
        }
        markEpisode(episodes.count - 1)
    }

    /// Encodes one episode with `video` and keeps it; with `stream` as it is at the episode's start, what memory would show
    /// of each latent frame too, and the actions as the transformer is told of them.
    public mutating func append(frames: [Frame], actions: [Action], video: LatentVideo, stream: WorldStream? = nil) {
        append(Self.episode(frames: frames, actions: actions, video: video, stream: stream))
    }

    /// The same, without keeping it.
    public static func episode(
        frames: [Frame], actions: [Action], video: LatentVideo, stream: WorldStream? = nil
    ) -> Episode {
        let n = video.compressor.configuration.temporalFactor
        let none = [Float](repeating: 0, count: actions[0].values.count)
        var groups = [[Frame](repeating: frames[0], count: n)]
        var inputs = (0..<n).flatMap { _ in none }
        var start = 1
        while start + n <= frames.count {
            groups.append(Array(frames[start..<start + n]))
            inputs += actions[start..<start + n].flatMap(\.values)
            start += n
        }
        guard let stream else {
            return Episode(latents: latents(groups, video), actions: inputs, frames: groups.count)
        }
        let latents = video.encode(groups)
        let views = Self.views(latents, actions: &inputs, stream: stream)
        return Episode(latents: latents.array, actions: inputs, frames: groups.count, views: views)
    }

    /// A few groups at a time, so that long episodes need no more room than their latents.
    private static func latents(_ groups: [[Frame]], _ video: LatentVideo) -> [Float] {
        stride(from: 0, to: groups.count, by: 64).flatMap {
            video.encode(Array(groups[$0..<min(groups.count, $0 + 64)])).array
        }
    }

    /// Memory holds pictures as the decoder shows them, as it does while streaming; `actions` become what the transformer
    /// is told of them.
    private static func views(
        _ latents: Tensor, actions: inout [Float], stream: WorldStream
    ) -> [Float] {
        var stream = stream
        let video = stream.video
        let groups = video.decode(latents)
        let (n, c) = (groups[0].count, latents.shape[3])
        let channels = actions.count / groups.count / n
        let pixels = latents.shape[1] * latents.shape[2]
        var shown: [[Frame]] = []
        var seen: [[Float]] = []
        for (g, group) in groups.enumerated() {
            let prospect = stream.ahead(
                (0..<n).map { i in
                    let at = (g * n + i) * channels
                    return Array(actions[at..<at + channels])
                })
            actions.replaceSubrange(g * n * channels..<(g + 1) * n * channels, with: prospect.actions.joined())
            if let view = prospect.shown {
                shown.append(view.map(\.frame))
                seen.append(
                    WarpMemory.shares(
                        view.map(\.seen), width: group[0].width, cell: video.compressor.configuration.spatialFactor))
            }
            stream.append(Array(group.prefix(g == 0 ? 1 : n)), after: prospect)
        }
        var result = [Float](repeating: 0, count: groups.count * pixels * (c + 2))
        guard !shown.isEmpty else { return result }
        let encoded = video.encode(shown).array
        let missing = groups.count - shown.count
        for frame in 0..<shown.count {
            for pixel in 0..<pixels {
                let (from, to) = ((frame * pixels + pixel) * c, ((frame + missing) * pixels + pixel) * (c + 2))
                for i in 0..<c { result[to + i] = encoded[from + i] }
                result[to + c] = seen[frame][pixel * 2]
                result[to + c + 1] = seen[frame][pixel * 2 + 1]
            }
        }
        return result
    }
}
