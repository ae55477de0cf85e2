#if Window
    import Playing

    extension PlayWindow {
        /// Every key and what it does, in as many columns as the window is wide.
        func drawAllKeys() {
            let (size, line) = (canvas.size, canvas.lineHeight + 2)
            let entries = bindings.targets.map { target in (keyText(target), meaning(of: target)) }
            let keys = (entries.map(\.0.count).max() ?? 0) + 2
            let width = (keys + (entries.map(\.1.count).max() ?? 0) + 2) * canvas.advance
            let columns = max(1, min(3, (size.width - 32) / max(1, width)))
            let rows = (entries.count + columns - 1) / columns
            canvas.box(0, 0, size.width, size.height, WindowCanvas.Colour(r: 0, g: 0, b: 0, a: 110))
            let (boxWidth, boxHeight) = (columns * width + 32, rows * line + 72)
            let (x, y) = (max(0, (size.width - boxWidth) / 2), max(0, (size.height - boxHeight) / 2))
            canvas.box(x, y, boxWidth, boxHeight, WindowCanvas.Colour(r: 24, g: 27, b: 33, a: 250))
            canvas.text("Keys", x + 16, y + 14, Self.accent)
            for (i, entry) in entries.enumerated() {
                let (left, top) = (x + 16 + i / rows * width, y + 44 + i % rows * line)
                canvas.text(entry.0, left, top)
                canvas.text(entry.1, left + keys * canvas.advance, top, Self.dim)
            }
            let hint = "\(keyText(.menu)) or ? goes back; the menu's Bindings changes them"
            canvas.text(hint, x + 16, y + 50 + rows * line, Self.dim)
        }

        private func meaning(of target: Bindings.Target) -> String {
            switch target {
            case .command(let command): command.meaning
            case .channel(let index, let negative):
                bindings.space.channels[index].kind == .key
                    ? bindings.space.channels[index].name
                    : "\(bindings.space.channels[index].name) \(negative ? "-" : "+")"
            }
        }
    }
#endif
