import Foundation
import Tensors
import Worlds

/// Diorama's own format: NAME.mp4 with NAME.actions.jsonl, a line a picture but the first; beside them, where there are,
/// NAME.json (`OwnSidecar`), NAME.truth.npz and, for all, an `actions.json` like a checkpoint's.
public struct OwnRecordings: RecordingFormat {
    public static let name = "own"
    public let alignment = ActionAlignment.ledTo
    public let actionSpace: ActionSpace
    public let source: String
    public let recordings: [Recording]
    public let dropped: [(name: String, why: String)]

    public static func matches(_ source: URL) -> Bool {
        let videos = try? Recording.videos(at: source)
        return videos?.contains { FileManager.default.fileExists(atPath: actionsFile($0).path) } ?? false
    }

    private static func beside(_ video: URL, _ suffix: String) -> URL {
        let name = video.deletingPathExtension().lastPathComponent
        return video.deletingLastPathComponent().appendingPathComponent(name + suffix)
    }

    private static func actionsFile(_ video: URL) -> URL { beside(video, ".actions.jsonl") }

    public init(_ source: URL) throws {
        let files = FileManager.default
        var (recordings, dropped) = ([Recording](), [(name: String, why: String)]())
        var (space, maker): (ActionSpace?, String?) = (nil, nil)
        let folder = source.hasDirectoryPath || Self.isFolder(source) ? source : source.deletingLastPathComponent()
        let shared = folder.appendingPathComponent("actions.json")
        if files.fileExists(atPath: shared.path) { space = try Self.space(shared) }
        for video in try Recording.videos(at: source) {
            let name = Recording.name(video.deletingPathExtension().lastPathComponent)
            guard files.fileExists(atPath: Self.actionsFile(video).path) else {
                dropped.append((name, "it has no \(Self.actionsFile(video).lastPathComponent)"))
                continue
            }
            var recording = Recording(name: name, video: video)
            let beside = Self.beside(video, ".json")
            if files.fileExists(atPath: beside.path) {
                let sidecar = try OwnSidecar(beside)
                if let own = sidecar.actionSpace {
                    if space == nil { space = own }
                    guard own == space else {
                        dropped.append((name, "its actions are others than those of the recordings before"))
                        continue
                    }
                }
                maker = maker ?? sidecar.source
                sidecar.describe(&recording)
            }
            let truth = Self.beside(video, ".truth.npz")
            if files.fileExists(atPath: truth.path) { recording.truth = truth }
            recordings.append(recording)
        }
        guard !recordings.isEmpty else {
            throw FileError("\(source.path) holds no video with its NAME.actions.jsonl beside it.")
        }
        actionSpace = try space ?? Self.seen(recordings.map { Self.actionsFile($0.video) })
        if let flaw = actionSpace.flaw { throw FileError("\(source.path): \(flaw).") }
        (self.source, self.recordings, self.dropped) = (maker ?? "recordings", recordings, dropped)
    }

    private static func isFolder(_ url: URL) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) && isFolder.boolValue
    }

    private static func space(_ url: URL) throws -> ActionSpace {
        do { return try JSONDecoder().decode(ActionSpace.self, from: BoundedFile.data(url, limit: 4 << 20)) } catch {
            if let error = error as? FileError { throw error }
            throw FileError("\(url.path): \(EpisodeIndex.reason(error)).")
        }
    }

    /// The channels that lines of actions name: the reference world's where all are its own, else keys and axes by their
    /// values.
    private static func seen(_ files: [URL]) throws -> ActionSpace {
        var (order, known, axes) = ([String](), Set<String>(), Set<String>())
        for file in files {
            for line in try OwnActionLines.read(file) {
                for (name, value) in line.action.sorted(by: { $0.key < $1.key }) {
                    if known.insert(name).inserted { order.append(name) }
                    if value != 0 && value != 1 { axes.insert(name) }
                }
                guard order.count <= 4096 else { throw FileError("\(file.path) names more than 4096 actions.") }
            }
        }
        let standard = ActionSpace.standard
        if order.allSatisfy({ standard.index(of: $0) != nil }) { return standard }
        return ActionSpace(
            channels: order.map { name in
                let effect = standard.index(of: name).map { standard.channels[$0].effect.withoutAmount }
                return ActionChannel(
                    name: name, kind: axes.contains(name) ? .axis : .key, bindings: [], meaning: name,
                    effect: effect ?? .none)
            })
    }

    public func actions(of recording: Recording, times: [Double]) throws -> [Action] {
        let file = Self.actionsFile(recording.video)
        let lines = try OwnActionLines.read(file)
        let count = lines.reduce(0) { $0 + $1.times }
        guard count == times.count || count == times.count - 1 else {
            throw FileError(
                "\(file.lastPathComponent) has \(count) lines for \(times.count) pictures, \(times.count - 1) are wanted."
            )
        }
        // What led to the first picture is not known where there is an action less than pictures.
        var actions = [Action](repeating: .none(actionSpace.channels.count), count: times.count - count)
        for line in lines {
            var action = Action.none(actionSpace.channels.count)
            for (name, value) in line.action {
                guard let channel = actionSpace.index(of: name) else {
                    throw FileError(
                        "\(file.lastPathComponent) line \(line.number): there is no action '\(name)'; there are \(actionSpace.names)."
                    )
                }
                let range: ClosedRange<Float> = actionSpace.channels[channel].kind == .key ? 0...1 : -1...1
                guard range.contains(value) else {
                    throw FileError(
                        "\(file.lastPathComponent) line \(line.number): '\(name)' is \(value), not in "
                            + "\(range.lowerBound)...\(range.upperBound)."
                    )
                }
                action.values[channel] = value
            }
            actions += [Action](repeating: action, count: line.times)
        }
        return actions
    }
}
