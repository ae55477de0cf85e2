import Media

#if Window
    import CSDL2
    import Episodes
    import Foundation
    import Playing
    import Tensors
    import Worlds

    /// The SDL2 window: keys in, pictures out at the world's rate. Runs on the main thread, the model on its own.
    public final class PlayWindow {
        public struct Options: Sendable {
            /// Saves the window's picture after so many frames.
            public var screenshot: (frame: Int, file: URL)?
            /// nil shows pictures as fast as they come.
            public var framesPerSecond: Double? = 20
            /// Closes by itself after so many frames.
            public var frames: Int?
            /// Where bindings changed in the menu are kept.
            public var bindingsFile: URL?
            /// Played before the keys are.
            public var operations: [PlayOperation] = []
            /// So many of them come first without being shown.
            public var unshown = 0
            /// The frame to look at once they have been played.
            public var viewing: Int?
            /// Recordings keep every bit.
            public var isLossless = false
            /// Where the game is saved, by its key and when the window closes.
            public var state: URL?
            /// They are a game that is made again: the window rests at their end.
            public var isReplay = false
            /// Asked between pictures: whether to close.
            public var stop: @Sendable () -> Bool = { false }
            /// Where recordings become episodes too.
            public var set: SetRecorder?
            /// What the menu lets one browse.
            public var episodes: EpisodeSet?
            /// Shows the keys that matter until one is pressed.
            public var showsFirstKeys = false
            /// Shows itself: makes the README's pictures in this folder and closes.
            public var tour: URL?
            public init() {}
        }

        let session: PlaySession
        let options: Options
        let registry: WorldRegistry
        let player: Player
        let canvas: WindowCanvas
        private let log: LogWriter?
        var bindings: Bindings
        var cap: Double?
        var wholeNumbers = true
        var showsHUD = true
        var showsReference = false
        /// All keys, over the picture.
        var showsKeys = false
        /// What is measured, over the picture.
        var showsMeters = false
        var meters = MeterHistory()
        /// The keys that matter, over the picture.
        var showsFirstKeys = false
        /// What was typed into the prompt's box, while it is open.
        var words: String?
        /// How far a controller's stick is from its rest, as a share of its way.
        var stickWay: Float = 0
        var menu: Menu?
        var picture: Picture?
        var heads = HeadsUp()
        var status: PlayStatus
        var recorder: VideoRecorder?
        /// Recordings whose files are being completed.
        var endingRecorders: [VideoRecorder] = []
        var captured = false
        var dragging = false
        var closing = false
        var resumesAfterMenu = true
        var controllers: [Int32: OpaquePointer] = [:]
        /// Draw again although there is no new picture.
        var dirty = true
        /// Pictures shown in their turn.
        private(set) var shown = 0
        private var last: ContinuousClock.Instant?
        private var seenMessages = 0
        private(set) var note: (text: String, until: ContinuousClock.Instant)?
        /// Called with every picture when it has been shown.
        var presented: (Picture) -> Void = { _ in }
        private var tour: PlayTour?

        /// `log` is opened once there is a window.
        public init(
            _ player: Player, bindings: Bindings, options: Options, log: () throws -> LogWriter? = { nil }
        ) throws {
            (self.player, self.bindings, self.options, registry) = (player, bindings, options, player.registry)
            cap = options.framesPerSecond
            session = PlaySession(player, bindings: bindings, framesPerSecond: options.framesPerSecond)
            (status, showsFirstKeys) = (session.status, options.showsFirstKeys)
            tour = options.tour.map { PlayTour($0) }
            canvas = try WindowCanvas(title: "Diorama")
            self.log = try log()
        }

        /// Until it is closed.
        public func run() throws {
            session.start(
                player, log: log, operations: options.operations, unshown: options.unshown, viewing: options.viewing,
                restsAfterwards: options.isReplay && options.frames == nil)
            defer {
                canvas.close()
                session.stop()
                awaitRecordings()
            }
            say("? shows all keys, \(keyText(.menu)) opens the menu, \(keyText(.hud)) hides this.")
            while !closing && !options.stop() {
                handleEvents()
                refresh()
                if let new = session.takePicture() { take(new) } else if dirty { draw() }
                try tour?.advance(self)
                if let shot = options.screenshot, shown == shot.frame {
                    try PNG.write(canvas.pixels(), to: shot.file)
                    if options.frames == nil { break }
                    shown += 1
                }
                if let frames = options.frames, shown >= frames { break }
                SDL_WaitEventTimeout(nil, session.millisecondsToPicture(atMost: 3))
            }
            finishRecording()
            if let state = options.state { try AtomicFile.write(Data(try session.state().utf8), to: state) }
        }

        private func take(_ new: Picture) {
            let now = ContinuousClock.now
            recorder?.append(new)
            if recorder != nil { options.set?.append(new, status.settings) }
            if recorder != nil { heads.recording = (heads.recording ?? 0) + 1 }
            show(new)
            if !new.immediate {
                shown += 1
                if let last { heads.presented.add((now - last) / .milliseconds(1)) }
            }
            last = new.immediate ? nil : now
            if let keyed = new.keyed { heads.latency.add((ContinuousClock.now - keyed) / .milliseconds(1)) }
            presented(new)
        }

        /// Draws a picture at once, with its reading.
        func show(_ new: Picture) {
            picture = new
            if let reading = new.reading { meters.append(reading) }
            draw()
        }

        private func refresh() {
            let new = session.status
            dirty = dirty || new.viewing != status.viewing || new.paused != status.paused || new.steps != status.steps
            dirty = dirty || new.policy != status.policy || new.current != status.current || new.busy != status.busy
            dirty = dirty || new.settings != status.settings
            if new.settings != status.settings { bindings = session.shared.withLock { $0.bindings } }
            status = new
            if new.messages != seenMessages {
                seenMessages = new.messages
                say(named(new.message ?? ""))
            }
            watchRecordings()
            if let note, ContinuousClock.now > note.until {
                self.note = nil
                dirty = true
            }
        }

        func clearNote() { (note, dirty) = (nil, true) }

        /// Shows one sentence for a while.
        func say(_ text: String) {
            note = (text, .now + .seconds(4))
            dirty = true
        }

        /// Of the window as it is now, without the note that an earlier screenshot may have left.
        func saveScreenshot() {
            guard let picture else { return }
            compose(picture, note: nil)
            dirty = true
            let url = URL(fileURLWithPath: "diorama-\(FileStamp.text()).png")
            do {
                try PNG.write(canvas.pixels(), to: url)
                say("Saved \(url.path).")
            } catch { say("\(error)") }
        }
    }
#endif
