import Camera
import Dispatch
import Episodes
import Foundation
import ReferenceWorld
import Synchronization
import Tensors
import WorldModel
import Worlds

/// Makes episodes of a set out of what is played. An episode holds pictures that followed one another: a rewind, another branch
/// or another world ends it, and the next picture begins a new one. Written behind the game's back.
public final class SetRecorder: Sendable {
    /// Frames of an episode at most.
    static let limit = 2000

    private struct State {
        var writer: EpisodeSetWriter
        var episode: Episode?
        /// Number and branch of the picture that the next one must follow.
        var last: (number: Int, branch: Int)?
        var episodes = 0
        var frames = 0
        var trouble: String?
    }

    public let url: URL
    private let stamp = FileStamp.text()
    private let state: Mutex<State>
    private let queue = DispatchQueue(label: "diorama.set")

    /// Makes the set in `folder`, or goes on with one of the same actions and rate.
    public init(_ folder: URL, player: Player) throws {
        let world = player.timeline.tip.world
        let description = EpisodeSetDescription(
            actionSpace: player.actionSpace, framesPerSecond: player.framesPerSecond,
            source: "a game in \(player.settings.world)", camera: Self.camera(of: world))
        url = folder
        state = Mutex(State(writer: try EpisodeSetWriter(folder, description, episodesPerShard: 1)))
    }

    private static func camera(of world: any World) -> CameraRig? {
        if world is ReferenceWorld { return .reference }
        guard let camera = (world as? LearnedWorld)?.checkpoint.configuration.transformer.camera else { return nil }
        let travel = camera.travel
        return CameraRig(
            fieldOfView: camera.fieldOfView, eyeHeight: travel?.eyeHeight ?? 1.5, startPitch: travel?.startPitch ?? 0,
            pitchLimit: travel?.pitchLimit ?? 1.5)
    }

    /// Adds a picture of a game in `settings`.
    public func append(_ picture: Picture, _ settings: PlaySettings) {
        queue.async { [self] in
            state.withLock { s in
                let size =
                    s.episode?.frames.first.map { ($0.width, $0.height) } ?? (picture.frame.width, picture.frame.height)
                let follows =
                    s.last.map { $0.number + 1 == picture.number && $0.branch == picture.branch } ?? false
                if !follows || (s.episode?.frames.count ?? 0) >= Self.limit
                    || size != (picture.frame.width, picture.frame.height)
                {
                    close(&s)
                }
                s.last = (picture.number, picture.branch)
                if s.episode == nil {
                    s.episode = Episode(
                        name: "game-\(stamp)-\(s.episodes)", scene: settings.scene, seed: settings.seed, policy: "game")
                }
                let isFirst = s.episode!.frames.isEmpty
                s.episode!.frames.append(picture.frame)
                s.episode!.actions.append(isFirst ? .none(picture.action.values.count) : picture.action)
            }
        }
    }

    private func close(_ s: inout State) {
        guard let episode = s.episode else { return }
        (s.episode, s.last) = (nil, nil)
        // Fewer than three frames teach nothing.
        guard episode.frames.count > 2, s.trouble == nil else { return }
        do {
            try s.writer.append(episode)
            try s.writer.flush()
            (s.episodes, s.frames) = (s.episodes + 1, s.frames + episode.frames.count)
        } catch { s.trouble = "\(error)" }
    }

    /// Ends the episode in hand.
    public func end() {
        queue.async { [self] in state.withLock { close(&$0) } }
    }

    /// Ends it and waits until all is written; what there is then, in a sentence.
    @discardableResult public func finish() throws -> String {
        queue.sync { state.withLock { close(&$0) } }
        let (episodes, frames, trouble) = state.withLock { ($0.episodes, $0.frames, $0.trouble) }
        if let trouble { throw FileError(trouble) }
        return "\(url.path): \(episodes) episode\(episodes == 1 ? "" : "s") of this game, \(frames) frames"
    }
}
