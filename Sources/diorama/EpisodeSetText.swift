import Episodes
import Worlds

/// What an episode set says of itself, in lines for people.
struct EpisodeSetText {
    let lines: [String]

    init(_ description: EpisodeSetDescription) {
        var lines = ["source: \(description.source)"]
        if let imported = description.imported {
            lines.append("imported from \(imported.from) (\(imported.format))")
            let before = [
                imported.originalSize, imported.originalFramesPerSecond.map { "\(Self.number($0)) frames a second" },
            ]
            .compactMap { $0 }
            if !before.isEmpty { lines.append("  before: \(before.joined(separator: ", "))") }
            if let fit = imported.fit { lines.append("  fitted: \(fit)") }
            let alignment = "  alignment: actions were \(imported.alignment.rawValue) and are kept as led-to"
            lines.append(imported.alignment == .none ? "  alignment: there are no actions" : alignment)
            if let measured = imported.measured { lines.append("  measured: \(measured)") }
        } else {
            lines.append("alignment: an action led to its frame")
        }
        if description.actionSpace.channels.isEmpty { lines.append("actions: none") }
        for (index, channel) in description.actionSpace.channels.enumerated() {
            let keys = channel.bindings.isEmpty ? "" : " [\(channel.bindings.joined(separator: ", "))]"
            lines.append(
                "action \(index): \(channel.name), \(channel.kind.rawValue), \(Self.text(channel.effect))\(keys)")
        }
        self.lines = lines
    }

    static func text(_ effect: ActionEffect) -> String {
        switch effect {
        case .turn(let degrees):
            "turns right \(degrees.map { "\(number(Double($0))) degrees" } ?? "by unknown degrees")"
        case .look(let degrees): "looks up \(degrees.map { "\(number(Double($0))) degrees" } ?? "by unknown degrees")"
        case .move(let metres, let direction):
            "moves \(direction.rawValue) \(metres.map { "\(number(Double($0))) m" } ?? "by unknown metres")"
        case .jump: "jumps"
        case .use: "uses"
        case .none: "no known effect"
        }
    }

    static func number(_ n: Double) -> String {
        let rounded = (n * 1000).rounded() / 1000
        return rounded == rounded.rounded() && abs(rounded) < 1e9 ? String(Int(rounded)) : String(rounded)
    }
}
