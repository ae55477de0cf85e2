#if Window
    import CSDL2
    import Foundation
    import Playing
    import Worlds

    extension PlayWindow {
        func handleEvents() {
            var event = SDL_Event()
            while SDL_PollEvent(&event) != 0 {
                let time = Self.instant(of: event)
                if promptEvent(event) { continue }
                switch SDL_EventType(event.type) {
                case SDL_QUIT: closing = true
                case SDL_KEYDOWN:
                    let names = KeyName.names(of: event.key.keysym)
                    if Self.writesQuestionMark() {
                        if event.key.repeat == 0 { showsKeys.toggle() }
                        dirty = true
                    } else {
                        let key = names.first { bindings.target(of: $0) != nil } ?? names.last ?? ""
                        press(key, at: time, repeated: event.key.repeat != 0)
                    }
                case SDL_KEYUP: if let key = KeyName.names(of: event.key.keysym).last { release(key, at: time) }
                // The layout may be another now.
                case SDL_KEYMAPCHANGED: dirty = true
                case SDL_MOUSEMOTION: motion(event.motion, time)
                case SDL_MOUSEBUTTONDOWN:
                    forgetFirstKeys()
                    let at = canvas.pixel(event.button.x, event.button.y)
                    if event.button.button == 1 { click(at.x, at.y) }
                case SDL_MOUSEBUTTONUP: dragging = false
                case SDL_MOUSEWHEEL: if menu == nil && status.paused { session.send(.move(Int(event.wheel.y))) }
                case SDL_WINDOWEVENT:
                    if event.window.event == UInt8(SDL_WINDOWEVENT_FOCUS_LOST.rawValue) {
                        session.input { $0.releaseAll() }
                        capture(false)
                    }
                    if event.window.event == UInt8(SDL_WINDOWEVENT_SIZE_CHANGED.rawValue) { canvas.takeDensity() }
                    dirty = true
                default: controllerEvent(event, time)
                }
            }
        }

        /// Whether the key that was just taken from the queue writes "?", wherever that is on the keyboard.
        private static func writesQuestionMark() -> Bool {
            var next = SDL_Event()
            let (first, last) = (SDL_FIRSTEVENT.rawValue, SDL_LASTEVENT.rawValue)
            guard SDL_PeepEvents(&next, 1, SDL_PEEKEVENT, first, last) == 1, next.type == SDL_TEXTINPUT.rawValue else {
                return false
            }
            return next.text.text.0 == 0x3F && next.text.text.1 == 0
        }

        /// When SDL got an event; it may have waited since, for instance while a picture was drawn.
        static func instant(of event: SDL_Event) -> ContinuousClock.Instant {
            // Milliseconds since SDL began, in 32 bits that wrap.
            .now - .milliseconds(Int(SDL_GetTicks() &- event.common.timestamp))
        }

        /// A key, a controller's button or a stick pushed past its threshold.
        func press(_ key: String, at time: ContinuousClock.Instant, level: Float = 1, repeated: Bool = false) {
            dirty = true
            if level > 0.5 { forgetFirstKeys() }
            let target = bindings.target(of: key)
            if showsKeys, level > 0.5, key == "Pad B" || target == .command(.menu) {
                showsKeys = false
                return
            }
            if menu != nil {
                if level > 0.5 { menuPress(key) }
                return
            }
            switch target {
            case .command(let command):
                if level > 0.5 && (!repeated || command == .back || command == .ahead) { perform(command) }
            case .channel: session.input { $0.press(key, level: level, at: time) }
            case nil: break
            }
        }

        private func forgetFirstKeys() {
            if showsFirstKeys { FirstRun.remember() }
            showsFirstKeys = false
        }

        func release(_ key: String, at time: ContinuousClock.Instant) {
            session.input { $0.release(key, at: time) }
            dirty = true
        }

        private func perform(_ command: PlayCommand) {
            switch command {
            case .menu:
                if captured { return capture(false) }
                session.input { $0.releaseAll() }
                menu = Menu(
                    registry: registry, status: status, cap: cap, wholeNumbers: wholeNumbers, bindings: bindings,
                    episodes: options.episodes)
                menu?.isFullScreen = canvas.isFullScreen
                menu?.label = KeyName.label
                menu?.stick = controllers.isEmpty ? nil : stickWay
                resumesAfterMenu = !status.paused
                session.send(.pause(true))
            case .pause: session.send(.pause(nil))
            case .step: session.send(.step)
            case .back: session.send(.move(-1))
            case .ahead: session.send(.move(1))
            case .fork: session.send(.fork)
            case .branch: session.send(.nextBranch)
            case .restart: session.send(.restart)
            case .seed:
                var settings = status.settings
                settings.seed = Start.firstHeldOutSeed + UInt64.random(in: 0..<1_000_000)
                if let steps = status.steps { settings.steps = steps }
                session.send(.begin(settings))
            case .policy: session.send(.policy)
            case .reference:
                if status.hasReference || showsReference {
                    showsReference.toggle()
                } else {
                    say("There is no reference here: the simulator stands only beside scenes of its own.")
                }
            case .record: toggleRecording()
            case .screenshot: saveScreenshot()
            case .hud: showsHUD.toggle()
            case .fewerSteps, .moreSteps:
                session.send(.steps((status.steps ?? 1) + (command == .moreSteps ? 1 : -1)))
            case .scaling: wholeNumbers.toggle()
            case .keys: showsKeys.toggle()
            case .fullScreen: fillScreen(!canvas.isFullScreen)
            case .quit: closing = true
            case .save: saveGame()
            case .meters:
                showsMeters.toggle()
                meters = MeterHistory()
                session.set(measures: showsMeters)
            case .prompt: openPrompt()
            }
        }

        private func fillScreen(_ wanted: Bool) {
            if !canvas.fillScreen(wanted) { say("The display does not let the window fill the screen.") }
            menu?.isFullScreen = canvas.isFullScreen
        }

        func menuPress(_ key: String) {
            let pad = [
                "Pad A": "Return", "Pad B": "Escape", "Pad Back": "Escape", "Pad Up": "Up", "Pad Down": "Down",
                "Pad Left": "Left", "Pad Right": "Right",
            ]
            let key = menu?.awaiting == nil ? pad[key] ?? key : key
            if menu?.awaiting == nil, case .command(let command) = bindings.target(of: key),
                [.screenshot, .keys, .fullScreen, .quit, .save].contains(command)
            {
                return perform(command)
            }
            guard let effect = menu?.press(key) else { return }
            switch effect {
            case .none: break
            case .close: closeMenu(resume: resumesAfterMenu)
            case .quit: closing = true
            case .begin(let settings):
                session.send(.begin(settings))
                closeMenu(resume: true)
            case .steps(let steps): session.send(.steps(steps))
            case .cap(let new):
                cap = new
                session.set(framesPerSecond: new)
            case .scaling(let whole): wholeNumbers = whole
            case .fullScreen(let wanted): fillScreen(wanted)
            case .save: takeBindings()
            }
        }

        private func closeMenu(resume: Bool) {
            menu = nil
            if resume { session.send(.pause(false)) }
        }

        private func takeBindings() {
            guard let new = menu?.bindings, new != bindings else { return }
            bindings = new
            session.shared.withLock { $0.bindings = new }
            guard let file = options.bindingsFile else { return }
            do { try BindingsFile.write(new, to: file) } catch { say("\(error)") }
        }

        private func motion(_ motion: SDL_MouseMotionEvent, _ time: ContinuousClock.Instant) {
            let at = canvas.pixel(motion.x, motion.y)
            if dragging { return scrub(at.x) }
            if menu != nil {
                if let row = menuRow(at.x, at.y) { menu?.select(row) }
                dirty = true
            } else if captured {
                let scale = bindings.mouseSensitivity
                session.input {
                    $0.move(turn: Float(motion.xrel) * scale, look: -Float(motion.yrel) * scale, at: time)
                }
            }
        }

        private func click(_ x: Int, _ y: Int) {
            if menu != nil {
                guard let row = menuRow(x, y) else { return }
                menu?.select(row)
                menuPress("Return")
            } else if !captured && y >= barTop {
                dragging = true
                scrub(x)
            } else {
                capture(true)
            }
        }

        private func scrub(_ x: Int) { session.send(.look(bar.frame(at: x))) }

        /// The keys of a command, as they are labelled.
        func keyText(_ command: PlayCommand) -> String { keyText(.command(command)) }

        /// As they are labelled; a controller's buttons only while there is one.
        func keyText(_ target: Bindings.Target) -> String {
            let keys = bindings.keys[target] ?? []
            let names = keys.filter { !controllers.isEmpty || !$0.hasPrefix("Pad ") }
            return names.isEmpty ? "no key" : names.map(KeyName.label).joined(separator: ", ")
        }

        /// A message in which "{pause}" stands for the key of that command.
        func named(_ message: String) -> String {
            PlayCommand.allCases.reduce(message) { text, command in
                text.replacing("{\(command.rawValue)}", with: keyText(command))
            }
        }

        func capture(_ wanted: Bool) {
            guard wanted != captured else { return }
            captured = wanted
            SDL_SetRelativeMouseMode(wanted ? SDL_TRUE : SDL_FALSE)
            if wanted { say("The mouse turns and looks; \(keyText(.menu)) lets it go.") }
        }
    }
#endif
