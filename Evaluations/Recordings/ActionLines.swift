import Foundation
import Worlds

/// The actions that lie beside a recording, held against the case's; the case's are what it is judged by.
enum ActionLines {
    /// What is amiss, as the second half of a sentence that begins with the file's name; nil where all is well.
    static func remark(_ url: URL, of actions: [Action]) throws -> String? {
        let lines = String(decoding: try PlainFile.bytes(url, limit: 8 << 20), as: UTF8.self)
            .split(whereSeparator: \.isNewline).filter { !$0.allSatisfy(\.isWhitespace) }
        let ending = "the recording is judged by the case's actions; record it under these"
        for (k, (line, action)) in zip(lines, actions).enumerated() {
            guard let named = try? JSONDecoder().decode([String: Float].self, from: Data(line.utf8)) else {
                return "is not read: line \(k + 1) is no object of actions; \(ending)"
            }
            let wanted = Self.named(action)
            let names = Set(named.keys).union(wanted.keys).sorted()
            if let name = names.first(where: { abs((named[$0] ?? 0) - (wanted[$0] ?? 0)) > 1e-3 }) {
                return "has other actions than the case from line \(k + 1) on (\(name) "
                    + "\(number(named[name] ?? 0)), the case \(number(wanted[name] ?? 0))): \(ending)"
            }
        }
        if lines.count == actions.count { return nil }
        return "has \(lines.count) actions, the case \(actions.count): \(ending)"
    }

    /// The channels of the standard space that are not 0.
    static func named(_ action: Action) -> [String: Float] {
        let channels = ActionSpace.standard.channels
        let pressed = channels.indices.filter { action.values[$0] != 0 }
        return Dictionary(uniqueKeysWithValues: pressed.map { (channels[$0].name, action.values[$0]) })
    }

    private static func number(_ value: Float) -> String {
        value == value.rounded() ? "\(Int(clamping: Int64(max(-1e9, min(1e9, value)))))" : "\(value)"
    }
}
