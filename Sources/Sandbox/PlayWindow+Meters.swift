#if Window
    import Playing

    extension PlayWindow {
        private static let valueColumns = 6

        /// At the lower left; the lines become shorter in a narrow window.
        var metersPlace: PictureLayout.Rect {
            let rows = meters.rows
            let text = ((rows.map(\.name.count).max() ?? 0) + 1 + Self.valueColumns) * canvas.advance + 28
            let width = text + max(20, min(canvas.scaled(150), canvas.size.width - 16 - text))
            let height = (rows.count + 1) * (canvas.lineHeight + 4) + 14
            return PictureLayout.Rect(x: 8, y: barTop - height - 8, width: width, height: height)
        }

        /// Each meter's value, a second's mean, and its last minute as a line.
        func drawMeters() {
            let rows = meters.rows
            let (advance, line) = (canvas.advance, canvas.lineHeight)
            let (names, values) = ((rows.map(\.name.count).max() ?? 0) + 1, Self.valueColumns)
            let place = metersPlace
            let (x, y, width, height) = (place.x, place.y, place.width, place.height)
            let graph = width - (names + values) * advance - 28
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
                    let to = max(0, min(row.line.count, from + max(1, MeterHistory.limit / graph)))
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
