#if Window
    import CSDL2
    import Testing

    @testable import Playing

    /// Keys have the same names where there is no SDL.
    struct KeyNameTests {
        @Test func placesAreThoseOfSDL() {
            let names = (0..<SDL_NUM_SCANCODES.rawValue).map { String(cString: SDL_GetScancodeName(SDL_Scancode($0))) }
            #expect(Set(names).subtracting([""]) == Set(KeyName.places))
        }

        @Test func spellingsAreThoseOfSDL() {
            #expect(KeyName.canonical("left shift") == "Left Shift")
            #expect(KeyName.canonical("ctrl+q") == "Ctrl+Q")
            #expect(KeyName.canonical("Nowhere") == nil && KeyName.canonical("") == nil)
        }
    }
#endif
