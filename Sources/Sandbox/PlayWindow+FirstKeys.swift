#if Window
    import Playing
    import Worlds

    extension PlayWindow {
        /// The keys that matter, over the picture, until one is pressed.
        func drawFirstKeys() {
            let space = bindings.space
            let walking = [ActionEffect.Direction.forward, .left, .back, .right].compactMap { space.index(moving: $0) }
            let channels = walking.isEmpty ? Array(space.channels.indices.prefix(4)) : walking
            let axes = [space.turnAxis, space.lookAxis].compactMap { $0 }
            let rows: [(String, String)] = [
                (
                    channels.map { first(.channel($0, negative: false)) }.joined(separator: " "),
                    walking.isEmpty ? "act" : "walk"
                ),
                (
                    axes.flatMap { [first(.channel($0, negative: true)), first(.channel($0, negative: false))] }
                        .joined(separator: " "), "turn and look; or click, and move the mouse"
                ),
                (keyText(.pause), "pause, and look back along the bar below"),
                ("?", "all keys"), (keyText(.menu), "menu: worlds, scenes, bindings"),
            ].filter { !$0.0.isEmpty }
            let keys = (rows.map(\.0.count).max() ?? 0) + 3
            let letters = keys + (rows.map(\.1.count).max() ?? 0)
            let fits = {
                letters * self.canvas.advance + 40 <= self.canvas.size.width
                    && (rows.count + 2) * (self.canvas.lineHeight + 8) + 32 <= self.barTop
            }
            canvas.shrunk(until: fits) {
                let row = canvas.lineHeight + 8
                let (width, height) = (letters * canvas.advance + 40, (rows.count + 2) * row + 32)
                let (x, y) = ((canvas.size.width - width) / 2, (barTop - height) / 2)
                canvas.box(x, y, width, height, Colour(r: 24, g: 27, b: 33, a: 235))
                canvas.text("You are in a world that is made up as you go", x + 20, y + 14, Self.accent)
                for (i, (key, meaning)) in rows.enumerated() {
                    canvas.text(key, x + 20, y + 20 + (i + 1) * row)
                    canvas.text(meaning, x + 20 + keys * canvas.advance, y + 20 + (i + 1) * row, Self.dim)
                }
                canvas.text("Any key begins.", x + 20, y + 20 + (rows.count + 1) * row, Self.dim)
            }
        }

        private func first(_ target: Bindings.Target) -> String {
            bindings.keys[target]?.first { !$0.hasPrefix("Pad ") }.map(KeyName.label) ?? ""
        }
    }
#endif
