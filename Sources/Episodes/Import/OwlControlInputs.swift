import Foundation
import Tensors
import Worlds

/// The events of an `inputs.csv`: keys and buttons going down and up, and the mouse's way.
struct OwlControlInputs: Sendable {
    /// A key by Windows' code of it, or a button of the mouse.
    enum Control: Hashable, Comparable {
        case key(Int)
        case button(Int)
    }

    private enum Event {
        case control(Control, down: Bool)
        case mouse(Double, Double)
    }

    private var events: [(time: Double, event: Event)] = []
    private(set) var controls: Set<Control> = []
    /// Counts of the mouse a frame that the value 1 of an axis stands for.
    private static let full = 200.0

    init(_ url: URL) throws {
        var begin: Double?
        for (number, text) in try BoundedFile.lines(url) {
            let parts = String(decoding: text, as: UTF8.self).split(separator: ",", maxSplits: 2)
            if number == 1 && parts.first == "timestamp" { continue }
            func broken(_ what: String) -> FileError { FileError("\(url.lastPathComponent) line \(number): \(what)") }
            guard parts.count >= 2, let time = Double(parts[0]), time.isFinite else {
                throw broken("it has no timestamp")
            }
            let quoted = parts.count > 2 ? String(parts[2]).trimmingCharacters(in: ["\"", " "]) : "[]"
            let list = (try? JSONSerialization.jsonObject(with: Data(quoted.utf8))) as? [Any]
            let numbers = (list ?? []).map { BoundedFile.number($0) ?? 0 }
            func whole(_ i: Int) throws -> Int {
                guard numbers.count > i, let value = Int(exactly: numbers[i]), (0...65_535).contains(value) else {
                    throw broken("'\(quoted.prefix(60))' is no list of a number and yes or no")
                }
                return value
            }
            func down() throws -> Bool {
                guard numbers.count > 1 else { throw broken("'\(quoted.prefix(60))' does not say whether it is down") }
                return numbers[1] != 0
            }
            // Before its start nothing is in the video.
            if parts[1] == "START" || parts[1] == "VIDEO_START" { (begin, events) = (time, []) }
            switch parts[1] {
            case "KEYBOARD": events.append((time, .control(.key(try whole(0)), down: try down())))
            case "MOUSE_BUTTON": events.append((time, .control(.button(try whole(0)), down: try down())))
            case "MOUSE_MOVE":
                guard numbers.count == 2 else { throw broken("'\(quoted.prefix(60))' is no way of a mouse") }
                events.append((time, .mouse(BoundedFile.counts(numbers[0]), BoundedFile.counts(numbers[1]))))
            default: break
            }
            guard events.count <= 50_000_000 else { throw broken("there are more than 50000000 events") }
        }
        guard let start = begin ?? events.first?.time else {
            throw FileError("\(url.lastPathComponent) holds no events")
        }
        events = events.map { ($0.time - start, $0.event) }.sorted { $0.time < $1.time }
        for case (_, .control(let control, _)) in events { controls.insert(control) }
    }

    static func space(_ controls: Set<Control>) -> ActionSpace {
        var channels = controls.sorted().map { control -> ActionChannel in
            switch control {
            case .key(let code):
                let name = name(code)
                return ActionChannel(
                    name: "key \(name)", kind: .key, bindings: name.count == 1 || name == "Space" ? [name] : [],
                    meaning: "the key \(name)", effect: effects[name] ?? .none)
            case .button(let number):
                return ActionChannel(
                    name: "mouse button \(number)", kind: .key, bindings: [], meaning: "button \(number) of the mouse")
            }
        }
        channels += [
            ActionChannel(
                name: "mouse x", kind: .axis, bindings: ["Left", "Right"],
                meaning: "200 counts of the mouse to the right",
                effect: .turn(degrees: nil)),
            ActionChannel(
                name: "mouse y", kind: .axis, bindings: ["Down", "Up"], meaning: "200 counts of the mouse upwards",
                effect: .look(degrees: nil)),
        ]
        return ActionSpace(channels: channels)
    }

    private static let effects: [String: ActionEffect] = [
        "W": .move(metres: nil, .forward), "S": .move(metres: nil, .back), "A": .move(metres: nil, .left),
        "D": .move(metres: nil, .right), "Space": .jump, "E": .use,
    ]

    private static func name(_ code: Int) -> String {
        switch code {
        case 0x30...0x39, 0x41...0x5A: String(UnicodeScalar(UInt8(code)))
        case 0x20: "Space"
        case 0x09: "Tab"
        case 0x0D: "Return"
        case 0x1B: "Escape"
        case 0x10, 0xA0: "Shift"
        case 0x11, 0xA2: "Ctrl"
        case 0x12, 0xA4: "Alt"
        case 0x25: "Left"
        case 0x26: "Up"
        case 0x27: "Right"
        case 0x28: "Down"
        default: "\(code)"
        }
    }

    /// What led to each picture: keys that were down at any time since the picture before, and the mouse's way since then.
    func actions(times: [Double], _ space: ActionSpace) -> [Action] {
        var places: [Control: Int] = [:]
        for control in controls { places[control] = space.index(of: Self.space([control]).channels[0].name) }
        let (turn, look) = (space.index(of: "mouse x"), space.index(of: "mouse y"))
        var held: Set<Control> = []
        var at = 0
        return times.map { time in
            var (down, way) = (held, (x: 0.0, y: 0.0))
            while at < events.count, events[at].time <= time {
                switch events[at].event {
                case .control(let control, true):
                    held.insert(control)
                    down.insert(control)
                case .control(let control, false): held.remove(control)
                case .mouse(let x, let y): way = (way.x + x, way.y + y)
                }
                at += 1
            }
            var action = Action.none(space.channels.count)
            for control in down { if let place = places[control] { action.values[place] = 1 } }
            if let turn { action.values[turn] = Float(way.x / Self.full) }
            if let look { action.values[look] = Float(-way.y / Self.full) }
            return action
        }
    }
}
