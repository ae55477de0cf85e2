#if Window
    import CSDL2
    import Episodes
    import Playing
    import Worlds

    extension PlayWindow {
        typealias Colour = WindowCanvas.Colour
        private var barHeight: Int { canvas.scaled(40) }
        private static let panel = Colour(r: 12, g: 14, b: 18, a: 185)
        static let dim = Colour(r: 150, g: 156, b: 166, a: 255)
        static let accent = Colour(r: 255, g: 176, b: 64, a: 255)
        private static let groove = Colour(r: 52, g: 57, b: 66, a: 255)

        /// Where the timeline's strip begins.
        var barTop: Int { showsHUD ? canvas.size.height - barHeight : canvas.size.height }
        var bar: TimelineBar {
            TimelineBar(
                left: 16, width: canvas.size.width - 32, first: status.firstKept, end: status.end, older: status.older)
        }

        func draw() {
            dirty = false
            guard let picture else { return }
            compose(picture, note: note?.text)
            canvas.present()
        }

        func compose(_ picture: Picture, note: String?) {
            canvas.clear()
            var frames = [showsMeters ? picture.tinted : picture.frame]
            if showsReference, let reference = picture.reference { frames.append(reference) }
            let area = PictureLayout.Rect(x: 0, y: 0, width: canvas.size.width, height: barTop)
            let places = PictureLayout.place(
                frames.map { ($0.width, $0.height) }, in: area, wholeNumbers: wholeNumbers)
            for (slot, frame) in frames.enumerated() { canvas.show(frame, slot: slot, in: places[slot]) }
            if frames.count == 2 {
                label(heads.name(status.settings), places[0])
                label("reference", places[1])
            }
            if showsMeters { drawMeters() }
            if showsHUD {
                drawHUD(picture)
                drawBar(picture)
            }
            if let note { drawNote(note) }
            if let words { drawPrompt(words) }
            if menu != nil { drawMenu() }
            if showsKeys { drawAllKeys() } else if showsFirstKeys, menu == nil { drawFirstKeys() }
        }

        private func label(_ text: String, _ place: PictureLayout.Rect) {
            let width = text.count * canvas.advance + 12
            let y = place.y + place.height - canvas.lineHeight - 10
            canvas.box(place.x + 6, y, width, canvas.lineHeight + 4, Self.panel)
            canvas.text(text, place.x + 12, y + 2)
        }

        private func drawHUD(_ picture: Picture) {
            let columns = max(20, (canvas.size.width - 36) / canvas.advance)
            let lines = heads.lines(status, number: picture.number, cap: cap)
                .flatMap { WindowCanvas.wrapped($0, columns) }
            let width = (lines.map(\.count).max() ?? 0) * canvas.advance + 20
            let height = lines.count * canvas.lineHeight + 12
            canvas.box(8, 8, width, height, Self.panel)
            for (i, line) in lines.enumerated() {
                canvas.text(line, 18, 14 + i * canvas.lineHeight)
            }
            // Beside the text or, in a window that is too narrow for both, below it.
            let beside = 8 + width + 8
            let fits = canvas.size.width - beside >= 30 * canvas.advance
            drawKeys(picture, left: fits ? max(beside, canvas.size.width / 2 + 8) : 8, top: fits ? 8 : 8 + height + 4)
        }

        /// The action channels with their keys, lit while they are driven: by keys, a policy or a replay.
        private func drawKeys(_ picture: Picture, left: Int, top: Int) {
            let right = canvas.size.width - 8
            var (x, y) = (right, top)
            for (index, channel) in bindings.space.channels.enumerated().reversed() {
                let value = picture.action.values.indices.contains(index) ? picture.action.values[index] : 0
                let sides = (channel.kind == .axis ? [true, false] : [false]).compactMap { negative in
                    bindings.keys[.channel(index, negative: negative)]?.first { !$0.hasPrefix("Pad ") }
                }
                let keys = sides.isEmpty ? "" : sides.map(KeyName.label).joined(separator: "/") + " "
                let sign = channel.kind == .axis ? value < 0 ? " -" : value > 0 ? " +" : "  " : ""
                let name = keys + channel.name + sign
                let width = name.count * canvas.advance + 12
                if x - width < left, x < right { (x, y) = (right, y + canvas.lineHeight + 10) }
                x -= width
                // In three rows at most.
                if x < left || y > top + 2 * (canvas.lineHeight + 10) { return }
                canvas.box(x, y, width, canvas.lineHeight + 6, value != 0 ? Self.accent : Self.panel)
                canvas.text(name, x + 6, y + 3, value != 0 ? Colour(r: 20, g: 20, b: 22, a: 255) : Self.dim)
                x -= 4
            }
        }

        private func drawBar(_ picture: Picture) {
            let (bar, top, width) = (bar, barTop, canvas.size.width)
            canvas.box(0, top, width, barHeight, Colour(r: 18, g: 20, b: 24, a: 255))
            let shown = status.viewing ?? picture.number
            canvas.box(bar.left, top + 6, bar.width, 6, Self.groove)
            canvas.box(bar.left, top + 6, bar.x(of: shown) - bar.left, 6, Self.accent)
            for frame in status.older { canvas.box(bar.x(of: frame), top + 3, 2, 12, Self.dim) }
            for branch in status.branches where branch.number == status.current || branch.parent == status.current {
                guard branch.parent != nil, branch.forked >= bar.first else { continue }
                canvas.box(bar.x(of: branch.forked) - 1, top + 3, 2, 12, Colour(r: 120, g: 200, b: 255, a: 255))
            }
            for prompt in status.prompts where prompt.frame >= bar.first {
                canvas.box(bar.x(of: prompt.frame) - 1, top + 3, 2, 12, Colour(r: 150, g: 230, b: 140, a: 255))
            }
            canvas.box(bar.x(of: shown) - 4, top + 3, 8, 12, Colour(r: 240, g: 240, b: 242, a: 255))
            let keys: [(PlayCommand, String)] = [
                (.menu, "menu"), (.pause, "pause"), (.step, "step"), (.back, "back"), (.fork, "fork"),
                (.branch, "branch"), (.restart, "restart"), (.seed, "seed"), (.policy, "policy"),
                (.reference, "reference"),
                (.record, "record"), (.hud, "hide"),
            ]
            var x = bar.left
            x += canvas.text("?", x, top + canvas.scaled(19)) + canvas.advance / 2
            x += canvas.text("keys", x, top + canvas.scaled(19), Self.dim) + canvas.advance + 3
            for (command, name) in keys {
                let key = keyText(command)
                    .replacing("Escape", with: "Esc").replacing("Backspace", with: "Bksp")
                let needed = (key.count + name.count + 3) * canvas.advance
                if x + needed > width - 8 { break }
                x += canvas.text(key, x, top + canvas.scaled(19)) + canvas.advance / 2
                x += canvas.text(name, x, top + canvas.scaled(19), Self.dim) + canvas.advance + 3
            }
        }

        private func drawNote(_ text: String) {
            let lines = WindowCanvas.wrapped(text, max(4, (canvas.size.width - 60) / canvas.advance))
            let width = (lines.map(\.count).max() ?? 0) * canvas.advance + 24
            let height = lines.count * canvas.lineHeight + 10
            let x = (canvas.size.width - width) / 2
            // Above the meters where it would cover them.
            let meters = showsMeters ? metersPlace : nil
            let covers = meters.map { x < $0.x + $0.width + 8 } ?? false
            let y = (covers ? meters!.y : barTop - 14) - height - (covers ? 4 : 0)
            canvas.box(x, y, width, height, Colour(r: 12, g: 14, b: 18, a: 225))
            for (i, line) in lines.enumerated() { canvas.text(line, x + 12, y + 5 + i * canvas.lineHeight) }
        }

        private var menuPlace: (x: Int, y: Int, width: Int, first: Int, visible: Int) {
            let rows = menu?.rows.count ?? 0
            let row = canvas.lineHeight + 6
            let visible = min(rows, max(1, (canvas.size.height - 120) / row))
            let first = max(0, min(rows - visible, (menu?.selected ?? 0) - visible / 2))
            let height = visible * row + 92
            let width = min(canvas.size.width - 16, canvas.scaled(460))
            return ((canvas.size.width - width) / 2, (canvas.size.height - height) / 2, width, first, visible)
        }

        /// The row of the menu under a point.
        func menuRow(_ x: Int, _ y: Int) -> Int? {
            let place = menuPlace
            let row = canvas.lineHeight + 6
            let index = (y - place.y - 44) / row
            guard x >= place.x, x < place.x + place.width, y >= place.y + 44, index < place.visible else { return nil }
            return place.first + index
        }

        /// The first and the last picture of an episode and what is known of it, beside the menu.
        private func drawEpisode(_ set: EpisodeSet, _ index: Int, x: Int, y: Int) {
            let entry = set.entries[index]
            let room = canvas.size.width - x - 8
            guard room > 120, entry.frames > 0 else { return }
            let frames = [0, entry.frames - 1].compactMap { try? set.frames(of: index, $0..<$0 + 1).first }
            let height = room * entry.height / max(1, entry.width)
            for (i, frame) in frames.enumerated() {
                let place = PictureLayout.Rect(x: x, y: y + i * (height + 4), width: room, height: height)
                canvas.show(frame, slot: 2 + i, in: place)
            }
            let top = y + frames.count * (height + 4)
            let limit = max(8, (room - 16) / canvas.advance)
            let lines = ["\(entry.scene), \(entry.frames) frames", "policy \(entry.policy), seed \(entry.seed)"]
            canvas.box(x, top, room, lines.count * canvas.lineHeight + 12, Self.panel)
            for (i, line) in lines.enumerated() {
                canvas.text(String(line.prefix(limit)), x + 8, top + 6 + i * canvas.lineHeight, Self.dim)
            }
        }

        private func drawMenu() {
            guard let menu else { return }
            let (x, y, width, first, visible) = menuPlace
            let row = canvas.lineHeight + 6
            canvas.box(0, 0, canvas.size.width, canvas.size.height, Colour(r: 0, g: 0, b: 0, a: 110))
            canvas.box(x, y, width, visible * row + 92, Colour(r: 24, g: 27, b: 33, a: 250))
            canvas.text(menu.title, x + 16, y + 14, Self.accent)
            let rows = menu.rows
            for index in first..<first + visible {
                let (label, value) = rows[index]
                let top = y + 44 + (index - first) * row
                if index == menu.selected { canvas.box(x + 6, top, width - 12, row, Self.groove) }
                canvas.text(label, x + 16, top + 3)
                let room = max(4, (width - 32) / canvas.advance - label.count - 2)
                let short = value.count > room ? "..." + value.suffix(room - 3) : value
                canvas.text(short, x + width - 16 - short.count * canvas.advance, top + 3, Self.dim)
            }
            if let (set, index) = menu.episode { drawEpisode(set, index, x: x + width + 8, y: y) }
            let end = y + 52 + visible * row
            let text = menu.message.isEmpty ? menu.hint : menu.message
            let limit = max(0, (width - 32) / canvas.advance)
            let colour = menu.message.isEmpty ? Self.dim : Self.accent
            canvas.text(String(text.prefix(limit)), x + 16, end, colour)
            canvas.text(String(text.dropFirst(limit)), x + 16, end + canvas.lineHeight, colour)
        }
    }
#endif
