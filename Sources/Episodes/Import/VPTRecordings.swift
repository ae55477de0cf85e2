import Foundation
import Tensors
import Worlds

/// Minecraft recordings of OpenAI's contractors (Video PreTraining, Baker et al. 2022): ID.mp4 with ID.jsonl, a line a
/// picture, each the action taken at that picture.
public struct VPTRecordings: RecordingFormat {
    public static let name = "vpt"
    public let alignment = ActionAlignment.takenAt
    public let source = "Minecraft (VPT)"
    public let recordings: [Recording]
    public let dropped: [(name: String, why: String)]

    /// Degrees of a mouse's count, and those that the value 1 of an axis stands for.
    private static let degreesPerCount = 360.0 / 2400
    private static let full = 30.0

    private static let keys: [(channel: String, key: String, binding: String, effect: ActionEffect)] = [
        ("forward", "key.keyboard.w", "W", .move(metres: nil, .forward)),
        ("back", "key.keyboard.s", "S", .move(metres: nil, .back)),
        ("left", "key.keyboard.a", "A", .move(metres: nil, .left)),
        ("right", "key.keyboard.d", "D", .move(metres: nil, .right)), ("jump", "key.keyboard.space", "Space", .jump),
        ("sneak", "key.keyboard.left.shift", "Left Shift", .none),
        ("sprint", "key.keyboard.left.control", "Left Ctrl", .none), ("drop", "key.keyboard.q", "Q", .none),
        ("inventory", "key.keyboard.e", "I", .none), ("swapHands", "key.keyboard.f", "G", .none),
    ]
    private static let buttons: [(channel: String, button: Int, binding: String, effect: ActionEffect)] = [
        ("attack", 0, "F", .none), ("use", 1, "E", .use), ("pickItem", 2, "C", .none),
    ]

    public let actionSpace = ActionSpace(
        channels: keys.map {
            ActionChannel(name: $0.channel, kind: .key, bindings: [$0.binding], meaning: $0.channel, effect: $0.effect)
        }
            + (1...9).map {
                ActionChannel(name: "hotbar.\($0)", kind: .key, bindings: ["\($0)"], meaning: "take item \($0)")
            }
            + buttons.map {
                ActionChannel(
                    name: $0.channel, kind: .key, bindings: [$0.binding], meaning: $0.channel, effect: $0.effect)
            }
            + [
                ActionChannel(
                    name: "turn", kind: .axis, bindings: ["Left", "Right"], meaning: "turn right 30 degrees a frame",
                    effect: .turn(degrees: Float(full))),
                ActionChannel(
                    name: "look", kind: .axis, bindings: ["Down", "Up"], meaning: "look up 30 degrees a frame",
                    effect: .look(degrees: Float(full))),
            ])

    private static func lines(_ video: URL) -> URL { video.deletingPathExtension().appendingPathExtension("jsonl") }

    public static func matches(_ source: URL) -> Bool {
        guard let videos = try? Recording.videos(at: source) else { return false }
        return videos.contains { video in
            guard let file = try? FileHandle(forReadingFrom: lines(video)) else { return false }
            defer { try? file.close() }
            let head = String(decoding: (try? file.read(upToCount: 4096)) ?? Data(), as: UTF8.self)
            return head.contains("\"mouse\"") && head.contains("\"keyboard\"")
        }
    }

    public init(_ source: URL) throws {
        let videos = try Recording.videos(at: source)
        let there = videos.filter { FileManager.default.fileExists(atPath: Self.lines($0).path) }
        guard !there.isEmpty else { throw FileError("\(source.path) holds no video with its ID.jsonl beside it.") }
        recordings = there.map {
            Recording(name: Recording.name($0.deletingPathExtension().lastPathComponent), video: $0)
        }
        dropped = videos.filter { !there.contains($0) }.map {
            ($0.lastPathComponent, "it has no \(Self.lines($0).lastPathComponent)")
        }
    }

    public func actions(of recording: Recording, times: [Double]) throws -> [Action] {
        let file = Self.lines(recording.video)
        var (actions, stuck) = ([Action](), false)
        for (index, line) in try BoundedFile.lines(file).enumerated() {
            guard let object = BoundedFile.object(line.text), let mouse = object["mouse"] as? [String: Any],
                let keyboard = object["keyboard"] as? [String: Any]
            else {
                throw FileError("\(file.lastPathComponent) line \(line.number): it has no 'mouse' and 'keyboard'.")
            }
            var pressed = Set(
                (mouse["buttons"] as? [Any] ?? []).compactMap { BoundedFile.number($0).flatMap { Int(exactly: $0) } })
            // A recorder's fault: the attack button hangs from the first picture on until it is pressed anew.
            let new = (mouse["newButtons"] as? [Any] ?? []).compactMap { BoundedFile.number($0) }
            if index == 0 { stuck = new == [0] } else if new.contains(0) { stuck = false }
            if stuck { pressed.remove(0) }
            actions.append(action(object, mouse, Set(keyboard["keys"] as? [String] ?? []), pressed))
        }
        guard abs(actions.count - times.count) <= max(2, times.count / 100) else {
            throw FileError("\(file.lastPathComponent) has \(actions.count) lines for \(times.count) pictures.")
        }
        let missing = Action.none(actionSpace.channels.count)
        return Array(actions.prefix(times.count))
            + Array(repeating: missing, count: max(0, times.count - actions.count))
    }

    private func action(
        _ line: [String: Any], _ mouse: [String: Any], _ keys: Set<String>, _ buttons: Set<Int>
    ) -> Action {
        var action = Action.none(actionSpace.channels.count)
        func set(_ name: String, _ value: Float) { if let i = actionSpace.index(of: name) { action.values[i] = value } }
        for key in Self.keys where keys.contains(key.key) { set(key.channel, 1) }
        for i in 1...9 where keys.contains("key.keyboard.\(i)") { set("hotbar.\(i)", 1) }
        for button in Self.buttons where buttons.contains(button.button) { set(button.channel, 1) }
        // In a menu the mouse moves a pointer.
        if (line["isGuiOpen"] as? Bool) != true {
            func counts(_ side: String) -> Double { BoundedFile.counts(BoundedFile.number(mouse[side])) }
            set("turn", Float(counts("dx") * Self.degreesPerCount / Self.full))
            set("look", Float(-counts("dy") * Self.degreesPerCount / Self.full))
        }
        return action
    }
}
