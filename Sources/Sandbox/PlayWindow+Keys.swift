#if Window
    import Playing

    extension PlayWindow {
        /// Every key and what it does, in as many columns as the window is wide, in smaller letters where it is too small.
        func drawAllKeys() {
            let entries = bindings.targets.map { target in (keyText(target), meaning(of: target)) }
            let keys = (entries.map(\.0.count).max() ?? 0) + 2
            let letters = keys + (entries.map(\.1.count).max() ?? 0) + 2
            let hint = "\(keyText(.menu)) or ? goes back; the menu's Bindings changes them"
            /// Columns, rows and the box around them.
            func place() -> (columns: Int, rows: Int, width: Int, height: Int) {
                let width = letters * canvas.advance
                let columns = max(1, min(3, (canvas.size.width - 32) / max(1, width)))
                let rows = (entries.count + columns - 1) / columns
                let wide = max(columns * width, hint.count * canvas.advance) + 32
                return (columns, rows, wide, rows * (canvas.lineHeight + 2) + canvas.lineHeight * 3 + 18)
            }
            canvas.box(0, 0, canvas.size.width, canvas.size.height, WindowCanvas.Colour(r: 0, g: 0, b: 0, a: 110))
            func fits() -> Bool { place().width <= canvas.size.width && place().height <= canvas.size.height }
            canvas.shrunk(until: fits) {
                let (columns, rows, width, height) = place()
                let line = canvas.lineHeight + 2
                let (x, y) = (max(0, (canvas.size.width - width) / 2), max(0, (canvas.size.height - height) / 2))
                canvas.box(x, y, width, height, WindowCanvas.Colour(r: 24, g: 27, b: 33, a: 250))
                canvas.text("Keys", x + 16, y + 10, Self.accent)
                let first = y + 14 + canvas.lineHeight
                for (i, entry) in entries.enumerated() {
                    let left = x + 16 + i / rows * ((width - 32) / columns)
                    let top = first + i % rows * line
                    canvas.text(entry.0, left, top)
                    canvas.text(entry.1, left + keys * canvas.advance, top, Self.dim)
                }
                canvas.text(hint, x + 16, first + rows * line + canvas.lineHeight / 2, Self.dim)
            }
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
