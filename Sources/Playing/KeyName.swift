/// Names of keys: of a place on the keyboard as it is called on a US one ("W", "Left", "Keypad 1"), of a controller's button or
/// stick ("Pad A"), or of either pressed with another ("Ctrl+Q").
package enum KeyName {
    /// Keys that stand before "+" in a name.
    package static let modifiers = ["Ctrl", "Alt"]
    package static let pad =
        ["A", "B", "X", "Y", "Start", "Back", "L", "R", "Up", "Down", "Left", "Right"].map { "Pad \($0)" }
        + ["Left", "Right"].flatMap { stick in ["Left", "Right", "Up", "Down"].map { "Pad \(stick) \($0)" } }

    /// The one spelling of a name; nil where no key is called so.
    package static func canonical(_ name: String) -> String? {
        for modifier in modifiers {
            let start = modifier + "+"
            guard name.count > start.count, name.lowercased().hasPrefix(start.lowercased()) else { continue }
            return place(String(name.dropFirst(start.count))).map { start + $0 }
        }
        return pad.first { $0.lowercased() == name.lowercased() } ?? place(name)
    }

    /// Whether it is pressed together with another key.
    package static func isCombined(_ name: String) -> Bool { modifiers.contains { name.hasPrefix($0 + "+") } }
}
