#if Window
    import CSDL2
    import Foundation
    import ReferenceWorld
    import Tensors
    import Worlds

    /// The SDL2 window: keys in, pictures out at the world's rate. Runs on the main thread.
    public final class PlayWindow {
        public struct Options: Sendable {
            public var log: URL?
            public var screenshotAfter: (frame: Int, file: URL)?
            public var framesPerSecond = 20.0
            /// Closes by itself after so many frames.
            public var frames: Int?
            public init() {}
        }

        private let model: ModelThread
        private let options: Options
        private let settings: PlaySettings
        private var canvas: WindowCanvas
        private var keys = KeyState()
        private var showsHUD = true
        private var showsReference = false
        private var picture: ModelThread.Picture?
        private var presented = FrameStatistics()
        private var latency = FrameStatistics()
        private var log: FileHandle?
        private var shown = 0

        public init(_ rollout: Rollout, options: Options) throws {
            settings = rollout.settings
            self.options = options
            canvas = try WindowCanvas(title: "Diorama")
            model = ModelThread(rollout)
            if let url = options.log {
                try FileManager.default.createDirectory(
                    at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
                try AtomicFile.write(Data(try ActionLog.header(settings).utf8), to: url)
                log = try FileHandle(forWritingTo: url)
                _ = try log?.seekToEnd()
            }
            picture = ModelThread.Picture(
                world: rollout.frame, reference: rollout.referenceFrame, number: 0, keyed: Date())
        }

        /// Until it is closed. Throws what stopped the model.
        public func run() throws {
            model.start()
            defer { model.stop() }
            var next = Date()
            var last = Date()
            while true {
                if handleEvents() { return }
                model.state.withLock { s in if s.policy == nil { s.action = keys.action(s.rollout.actionSpace) } }
                if Date() >= next {
                    let (new, lines, failure) = model.state.withLock { s in
                        let picture = s.queue.isEmpty ? nil : s.queue.removeFirst()
                        let lines = s.lines
                        s.lines = []
                        return (picture, lines, s.failure)
                    }
                    if let failure { throw FileError(failure) }
                    if !lines.isEmpty { try log?.write(contentsOf: Data(lines.joined().utf8)) }
                    if let new {
                        picture = new
                        shown += 1
                        presented.add(Date().timeIntervalSince(last) * 1000)
                        latency.add(Date().timeIntervalSince(new.keyed) * 1000)
                        last = Date()
                    }
                    draw()
                    next = max(next.addingTimeInterval(1 / options.framesPerSecond), Date().addingTimeInterval(-0.05))
                    if let shot = options.screenshotAfter, shown >= shot.frame {
                        try PNG.write(canvas.pixels(), to: shot.file)
                        if options.frames == nil { return }
                    }
                    if let frames = options.frames, shown >= frames { return }
                }
                SDL_Delay(2)
            }
        }

        private func draw() {
            guard let picture else { return }
            canvas.clear()
            canvas.show(showsReference ? [picture.world, picture.reference] : [picture.world])
            if showsHUD { canvas.text(hud(picture)) }
            canvas.present()
        }

        private func hud(_ picture: ModelThread.Picture) -> [String] {
            let (paused, policy, steps, compute) = model.state.withLock {
                ($0.paused, $0.policy != nil, $0.rollout.denoisingSteps, $0.computeTimes)
            }
            let p50 = presented.percentile(0.5)
            return [
                String(
                    format: "%.1f frames/s   frame p50 %.0f ms p99 %.0f ms   compute %.1f ms   key to picture %.0f ms",
                    p50 > 0 ? 1000 / p50 : 0, p50, presented.percentile(0.99), compute.percentile(0.5),
                    latency.percentile(0.5)),
                "\(settings.world)   seed \(settings.seed)   frame \(picture.number)   \(steps) denoising steps"
                    + (paused ? "   paused" : "") + (policy ? "   policy at the keys" : ""),
                keys.description,
                "W A S D walk   arrows turn and look   space jump   E use   R reference   M policy   [ ] steps",
                "P pause   N step   , back   Backspace restart   F12 picture   H hide   Esc close",
            ]
        }

        /// Returns whether to close.
        private func handleEvents() -> Bool {
            var event = SDL_Event()
            while SDL_PollEvent(&event) != 0 {
                switch SDL_EventType(event.type) {
                case SDL_QUIT: return true
                case SDL_KEYDOWN:
                    let name = String(cString: SDL_GetKeyName(event.key.keysym.sym))
                    if event.key.repeat == 0 && command(name) { return true }
                    keys.down.insert(name)
                case SDL_KEYUP: keys.down.remove(String(cString: SDL_GetKeyName(event.key.keysym.sym)))
                default: break
                }
            }
            return false
        }

        private func command(_ key: String) -> Bool {
            switch key {
            case "Escape": return true
            case "H": showsHUD.toggle()
            case "R": showsReference.toggle()
            case "P": model.state.withLock { $0.paused.toggle() }
            case "N": model.state.withLock { ($0.paused, $0.single) = (true, true) }
            case "M":
                model.state.withLock { s in
                    s.policy = s.policy == nil ? Policy(kind: .wander, seed: s.rollout.settings.seed) : nil
                }
            case "[", "]":
                model.state.withLock { $0.rollout.setDenoisingSteps($0.rollout.denoisingSteps + (key == "]" ? 1 : -1)) }
            case "Backspace":
                model.state.withLock { s in
                    s.rollout = s.first
                    (s.past, s.queue) = ([], [])
                    s.lines.append("{\"restart\":1}\n")
                }
            case ",":
                model.state.withLock { s in
                    guard let past = s.past.popLast() else { return }
                    s.rollout = past
                    (s.queue, s.paused) = ([], true)
                    s.lines.append("{\"back\":\(past.count)}\n")
                    s.queue.append(
                        .init(world: past.frame, reference: past.referenceFrame, number: past.count, keyed: Date()))
                }
            case "F12":
                let name = "diorama-\(Int(Date().timeIntervalSince1970)).png"
                try? PNG.write(canvas.pixels(), to: URL(fileURLWithPath: name))
            default: break
            }
            return false
        }
    }
#endif
