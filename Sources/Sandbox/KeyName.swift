/// Names of keys: of a place on the keyboard as it is called on a US one ("W", "Left", "Keypad 1"), of a controller's button or
/// stick ("Pad A"), or of either pressed with another ("Ctrl+Q").
enum KeyName {
    /// Keys that stand before "+" in a name.
    static let modifiers = ["Ctrl", "Alt"]
    static let pad =
        ["A", "B", "X", "Y", "Start", "Back", "L", "R", "Up", "Down", "Left", "Right"].map { "Pad \($0)" }
        + ["Left", "Right"].flatMap { stick in ["Left", "Right", "Up", "Down"].map { "Pad \(stick) \($0)" } }

    /// The one spelling of a name; nil where no key is called so.
    static func canonical(_ name: String) -> String? {
        for modifier in modifiers {
            let start = modifier + "+"
            guard name.count > start.count, name.lowercased().hasPrefix(start.lowercased()) else { continue }
            return place(String(name.dropFirst(start.count))).map { start + $0 }
        }
        return pad.first { $0.lowercased() == name.lowercased() } ?? place(name)
    }

    /// Whether it is pressed together with another key.
    static func isCombined(_ name: String) -> Bool { modifiers.contains { name.hasPrefix($0 + "+") } }
}

#if Window
    import CSDL2

    extension KeyName {
        private static func place(_ name: String) -> String? {
            let code = SDL_GetScancodeFromName(name)
            return code == SDL_SCANCODE_UNKNOWN ? nil : String(cString: SDL_GetScancodeName(code))
        }

        /// What is written on the key under the keyboard's layout.
        static func label(_ name: String) -> String {
            guard !isCombined(name), !name.hasPrefix("Pad ") else { return name }
            let key = SDL_GetKeyFromScancode(SDL_GetScancodeFromName(name))
            let text = String(cString: SDL_GetKeyName(key))
            return text.isEmpty ? name : text
        }

        /// The names that a pressed key answers to, those of combinations first. These go by what is written on it, as shortcuts do.
        static func names(of key: SDL_Keysym) -> [String] {
            let place = String(cString: SDL_GetScancodeName(key.scancode))
            let written = String(cString: SDL_GetKeyName(key.sym))
            let own = place.isEmpty ? written : place
            let held = [("Ctrl", KMOD_CTRL), ("Alt", KMOD_ALT)].filter { UInt32(key.mod) & $0.1.rawValue != 0 }
            let isLatin = written.utf8.allSatisfy { (0x21...0x7E).contains($0) || $0 == 0x20 } && !written.isEmpty
            return held.map { "\($0.0)+\(isLatin ? written : own)" } + [own]
        }
    }
#else
    extension KeyName {
        private static func place(_ name: String) -> String? { name.count == 1 ? name.uppercased() : name }
    }
#endif
