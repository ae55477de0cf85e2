#if Window
    import CSDL2
    import Playing

    extension KeyName {
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
#endif
