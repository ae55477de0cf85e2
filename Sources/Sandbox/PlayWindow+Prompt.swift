#if Window
    import CSDL2
    import Playing

    extension PlayWindow {
        private static let wordsLimit = 400

        func openPrompt() {
            session.input { $0.releaseAll() }
            // What the key itself has written.
            SDL_FlushEvent(SDL_TEXTINPUT.rawValue)
            (words, dirty) = ("", true)
        }

        /// An event while the box is open; false where it is not the box's.
        func promptEvent(_ event: SDL_Event) -> Bool {
            guard let text = words else { return false }
            switch SDL_EventType(event.type) {
            case SDL_TEXTINPUT:
                let added = withUnsafeBytes(of: event.text.text) {
                    String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
                }
                if (text + added).utf8.count <= Self.wordsLimit { words = text + added }
            case SDL_KEYDOWN:
                switch event.key.keysym.scancode {
                case SDL_SCANCODE_ESCAPE: words = nil
                case SDL_SCANCODE_RETURN, SDL_SCANCODE_KP_ENTER:
                    words = nil
                    session.send(.prompt(text))
                case SDL_SCANCODE_BACKSPACE: words = String(text.dropLast())
                default: break
                }
            case SDL_KEYUP: return false
            default: return false
            }
            dirty = true
            return true
        }

        func drawPrompt(_ text: String) {
            let width = min(canvas.size.width - 32, 90 * canvas.advance)
            let hint =
                status.takesPrompts
                ? "Enter says it, Escape does not."
                : "'\(heads.name(status.settings))' was trained without words, so that a prompt changes nothing."
            let lines = WindowCanvas.wrapped(hint, max(4, (width - 24) / canvas.advance - 1))
            let height = (lines.count + 2) * canvas.lineHeight + 24
            let (x, y) = ((canvas.size.width - width) / 2, barTop - height - 2 * canvas.lineHeight)
            canvas.box(x, y, width, height, Colour(r: 24, g: 27, b: 33, a: 250))
            canvas.text("What happens next?", x + 12, y + 8, Self.accent)
            let room = max(4, (width - 24) / canvas.advance - 1)
            canvas.text(String(text.suffix(room)) + "_", x + 12, y + 12 + canvas.lineHeight)
            for (i, line) in lines.enumerated() {
                canvas.text(line, x + 12, y + 16 + (i + 2) * canvas.lineHeight, Self.dim)
            }
        }
    }
#endif
