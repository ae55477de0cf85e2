import Media

#if Window
    import Foundation
    import Playing
    import Worlds

    /// A walk through the window that makes the README's pictures: keys pressed after so many pictures, and what the
    /// window then shows, saved.
    struct PlayTour {
        private enum Step {
            /// Goes on after so many more pictures.
            case pictures(Int)
            /// Goes on after so many milliseconds, for what does not make pictures.
            case rest(Int)
            case press(String)
            case release(String)
            case save(String)
            /// Films every picture from here on, until `cut` writes the film.
            case film
            case cut
            case close
        }

        private let folder: URL
        private var steps: ArraySlice<Step> = [
            .pictures(6), .press("W"), .pictures(16), .save("window.png"), .release("W"),
            .press("Right"), .pictures(4), .press("R"), .pictures(6), .save("split.png"), .release("Right"),
            .press("R"), .film, .pictures(4), .press("W"), .pictures(24), .press("Right"), .pictures(20),
            .release("Right"),
            .pictures(24), .press("Left"), .pictures(24), .release("Left"), .release("W"), .press("R"), .press("W"),
            .pictures(24), .release("W"), .press("R"), .cut, .press("P"), .rest(300), .press(","), .press(","),
            .press(","), .press(","), .press(","),
            .press(","), .rest(300), .press("F"), .press("P"), .press("Left"), .pictures(14), .release("Left"),
            .press("P"), .rest(300), .press(","), .press(","), .press(","), .press(","), .press(","), .rest(300),
            .save("timeline.png"), .press("Escape"), .rest(200), .save("menu.png"), .press("Up"), .press("Up"),
            .press("Return"), .rest(200), .save("bindings.png"), .close,
        ]
        private var until: ContinuousClock.Instant?
        private var shown: Int?
        private var film: (writer: VideoWriter?, shown: Int)?

        init(_ folder: URL) { self.folder = folder }

        mutating func advance(_ window: PlayWindow) throws {
            try expose(window)
            while let step = steps.first {
                switch step {
                case .pictures(let count):
                    shown = shown ?? window.shown + count
                    if window.shown < shown! { return }
                    shown = nil
                case .rest(let milliseconds):
                    until = until ?? .now + .milliseconds(milliseconds)
                    if .now < until! { return }
                    until = nil
                case .press(let key): window.press(key, at: .now)
                case .release(let key): window.release(key, at: .now)
                case .save(let name):
                    window.clearNote()
                    window.draw()
                    try PNG.write(window.canvas.pixels(), to: folder.appendingPathComponent(name))
                case .film:
                    window.clearNote()
                    film = (nil, window.shown)
                case .cut:
                    try film?.writer?.finish()
                    film = nil
                case .close: window.closing = true
                }
                steps.removeFirst()
            }
        }

        /// Adds the window to the film once for every picture of the world.
        private mutating func expose(_ window: PlayWindow) throws {
            guard let running = film, window.shown > running.shown else { return }
            window.draw()
            let frame = window.canvas.pixels()
            let writer =
                try running.writer
                ?? VideoWriter(
                    folder.appendingPathComponent("walk.mp4"), width: frame.width, height: frame.height)
            try writer.append(frame)
            film = (writer, window.shown)
        }
    }
#endif
