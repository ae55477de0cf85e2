import Foundation
import Tensors
import Worlds

/// stable-worldmodel's `video` format: `pixels/ep_<i>.mp4`, `action.npz` (all episodes one after the other), `ep_len.npz` and
/// `ep_offset.npz`. An action led to its picture; an episode's first is not a number.
public struct StableWorldModelRecordings: RecordingFormat {
    public static let name = "stable-worldmodel"
    public let alignment = ActionAlignment.ledTo
    public let source = "stable-worldmodel"
    public let actionSpace: ActionSpace
    public let recordings: [Recording]
    public let dropped: [(name: String, why: String)]
    private let actions: NPYArray
    private let channels: Int
    /// What the value 1 of each axis stands for; empty where actions are numbers of keys.
    private let scales: [Float]
    private let ranges: [String: Range<Int>]

    public static func matches(_ source: URL) -> Bool {
        let files = FileManager.default
        return ["ep_len.npz", "action.npz", "pixels"].allSatisfy {
            files.fileExists(atPath: source.appendingPathComponent($0).path)
        }
    }

    public init(_ source: URL) throws {
        func array(_ name: String) throws -> NPYArray { try NPYArray.read(source.appendingPathComponent(name)) }
        let lengths = try array("ep_len.npz")
        actions = try array("action.npz")
        let rows = actions.shape.first ?? 0
        guard rows > 0, (1...4096).contains(actions.count / rows), lengths.count <= 1_000_000 else {
            throw FileError("\(source.path)/action.npz has no rows, no columns, or more than 4096 of them.")
        }
        channels = actions.count / rows
        let counts = lengths.floats(0..<lengths.count)
        var offsets: [Float]?
        if FileManager.default.fileExists(atPath: source.appendingPathComponent("ep_offset.npz").path) {
            let found = try array("ep_offset.npz")
            offsets = found.floats(0..<found.count)
        }
        var (recordings, dropped) = ([Recording](), [(name: String, why: String)]())
        var (ranges, begin) = ([String: Range<Int>](), 0)
        for (i, length) in counts.enumerated() {
            let name = "ep_\(i)"
            let offset = offsets.map { i < $0.count ? $0[i] : -1 } ?? Float(begin)
            guard let count = Int(exactly: length), let first = Int(exactly: offset), count > 0, first >= 0,
                first <= rows - count
            else {
                dropped.append(
                    (name, "its rows \(offset) to \(offset + length) are not in action.npz, which has \(rows)"))
                continue
            }
            begin = first + count
            let video = source.appendingPathComponent("pixels/\(name).mp4")
            guard FileManager.default.fileExists(atPath: video.path) else {
                dropped.append((name, "there is no pixels/\(name).mp4"))
                continue
            }
            recordings.append(Recording(name: name, video: video))
            ranges[name] = first..<begin
        }
        guard !recordings.isEmpty else {
            throw FileError("\(source.path) holds no episode with its pixels/ep_<i>.mp4.")
        }
        (self.recordings, self.dropped, self.ranges) = (recordings, dropped, ranges)
        let values = actions.floats(0..<actions.count)
        let whole = actions.isWhole && channels == 1 && values.allSatisfy { (0...255).contains($0) }
        if whole {
            let most = Int(values.max() ?? 0)
            scales = []
            actionSpace = ActionSpace(
                channels: (0...most).map {
                    ActionChannel(name: "action \($0)", kind: .key, bindings: [], meaning: "action \($0)")
                })
        } else {
            let (channels, most) = (channels, Self.greatest(values, channels))
            scales = most
            actionSpace = ActionSpace(
                channels: (0..<channels).map {
                    ActionChannel(name: "axis \($0)", kind: .axis, bindings: [], meaning: "the value 1 is \(most[$0])")
                })
        }
    }

    private static func greatest(_ values: [Float], _ channels: Int) -> [Float] {
        var most = [Float](repeating: 0, count: channels)
        for (i, value) in values.enumerated() where value.isFinite {
            most[i % channels] = max(most[i % channels], abs(value))
        }
        return most.map { $0 > 0 ? $0 : 1 }
    }

    public func actions(of recording: Recording, times: [Double]) throws -> [Action] {
        let range = ranges[recording.name] ?? 0..<0
        guard range.count == times.count else {
            throw FileError("\(recording.name) has \(range.count) rows of actions for \(times.count) pictures.")
        }
        return try range.enumerated().map { index, row in
            let values = actions.floats((row * channels)..<((row + 1) * channels))
            guard values.allSatisfy(\.isFinite) else {
                if index == 0 { return .none(actionSpace.channels.count) }
                throw FileError("\(recording.name) has an action that is not a number at picture \(index).")
            }
            if scales.isEmpty {
                var action = Action.none(actionSpace.channels.count)
                action.values[Int(values[0])] = 1
                return action
            }
            return Action(values: zip(values, scales).map { $0 / $1 })
        }
    }
}
