#if Window
    import Playing

    extension PlayWindow {
        /// Each meter's value, a second's mean, and its last minute as a line.
        func drawMeters() {
            let rows = meters.rows
            let (advance, line) = (canvas.advance, canvas.lineHeight)
            let (names, values) = ((rows.map(\.name.count).max() ?? 0) + 1, 6)
            let graph = 150 * canvas.density
            let width = (names + values) * advance + graph + 28
            let height = (rows.count + 1) * (line + 4) + 14
            let (x, y) = (8, barTop - height - 8)
            canvas.box(x, y, width, height, Colour(r: 12, g: 14, b: 18, a: 215))
            for (i, row) in rows.enumerated() {
                let top = y + 8 + i * (line + 4)
                canvas.text(row.name, x + 10, top, Self.dim)
                canvas.text(row.value, x + 10 + names * advance, top)
                let left = x + 18 + (names + values) * advance
                canvas.box(left, top + line - 1, graph, 1, Self.dim)
                // The newest reading is at the right; several share a column.
                for column in 0..<graph {
                    let from = row.line.count - MeterHistory.limit + column * MeterHistory.limit / graph
                    let to = max(0, min(row.line.count, from + MeterHistory.limit / graph))
                    let part = row.line[min(to, max(0, from))..<to]
                    let seen = part.compactMap { $0 }
                    guard !seen.isEmpty else { continue }
                    let height = Int((seen.reduce(0, +) / Double(seen.count) * Double(line - 2)).rounded())
                    canvas.box(left + column, top + line - 2 - height, 1, 2, Self.accent)
                }
            }
            let top = y + 8 + rows.count * (line + 4)
            let legend = canvas.text("made up", x + 10, top, Self.accent)
            canvas.text(
                "from older pictures", x + 10 + legend + 2 * advance, top, Colour(r: 120, g: 180, b: 255, a: 255))
        }
    }
#endif
