#if Window
    import CSDL2
    import Playing

    extension PlayWindow {
        /// Game controllers come and go; their buttons and sticks are keys called "Pad ...".
        func controllerEvent(_ event: SDL_Event, _ time: ContinuousClock.Instant) {
            switch SDL_EventType(event.type) {
            case SDL_CONTROLLERDEVICEADDED:
                guard let pad = SDL_GameControllerOpen(event.cdevice.which) else { return }
                controllers[SDL_JoystickInstanceID(SDL_GameControllerGetJoystick(pad))] = pad
                say("A game controller is connected: left stick walks, right stick turns.")
            case SDL_CONTROLLERDEVICEREMOVED:
                guard let pad = controllers.removeValue(forKey: event.cdevice.which) else { return }
                SDL_GameControllerClose(pad)
                session.input { $0.releaseAll() }
                stickWay = 0
                menu?.stick = nil
                say("The game controller is gone: its keys are let go; plug it in again to go on with it.")
            case SDL_CONTROLLERBUTTONDOWN: if let name = Self.button(event.cbutton.button) { press(name, at: time) }
            case SDL_CONTROLLERBUTTONUP: if let name = Self.button(event.cbutton.button) { release(name, at: time) }
            case SDL_CONTROLLERAXISMOTION: stick(event.caxis, time)
            default: break
            }
        }

        private static func button(_ number: UInt8) -> String? {
            switch SDL_GameControllerButton(Int32(number)) {
            case SDL_CONTROLLER_BUTTON_A: "Pad A"
            case SDL_CONTROLLER_BUTTON_B: "Pad B"
            case SDL_CONTROLLER_BUTTON_X: "Pad X"
            case SDL_CONTROLLER_BUTTON_Y: "Pad Y"
            case SDL_CONTROLLER_BUTTON_START: "Pad Start"
            case SDL_CONTROLLER_BUTTON_BACK: "Pad Back"
            case SDL_CONTROLLER_BUTTON_LEFTSHOULDER: "Pad L"
            case SDL_CONTROLLER_BUTTON_RIGHTSHOULDER: "Pad R"
            case SDL_CONTROLLER_BUTTON_DPAD_UP: "Pad Up"
            case SDL_CONTROLLER_BUTTON_DPAD_DOWN: "Pad Down"
            case SDL_CONTROLLER_BUTTON_DPAD_LEFT: "Pad Left"
            case SDL_CONTROLLER_BUTTON_DPAD_RIGHT: "Pad Right"
            default: nil
            }
        }

        /// A stick counts from the edge of a dead zone on, which is round: what it leaves is stretched to the whole way.
        private func stick(_ event: SDL_ControllerAxisEvent, _ time: ContinuousClock.Instant) {
            let name: String
            let axes: [SDL_GameControllerAxis]
            switch SDL_GameControllerAxis(Int32(event.axis)) {
            case SDL_CONTROLLER_AXIS_LEFTX, SDL_CONTROLLER_AXIS_LEFTY:
                (name, axes) = ("Pad Left", [SDL_CONTROLLER_AXIS_LEFTX, SDL_CONTROLLER_AXIS_LEFTY])
            case SDL_CONTROLLER_AXIS_RIGHTX, SDL_CONTROLLER_AXIS_RIGHTY:
                (name, axes) = ("Pad Right", [SDL_CONTROLLER_AXIS_RIGHTX, SDL_CONTROLLER_AXIS_RIGHTY])
            default: return
            }
            guard let pad = controllers[event.which] else { return }
            let values = axes.map { max(-1, Float(SDL_GameControllerGetAxis(pad, $0)) / 32767) }
            let way = (values[0] * values[0] + values[1] * values[1]).squareRoot()
            stickWay = min(1, way)
            if menu != nil {
                menu?.stick = stickWay
                dirty = true
                return
            }
            let stretch = way > bindings.deadZone ? (way - bindings.deadZone) / (1 - bindings.deadZone) / way : 0
            for (side, value) in [("Left", -values[0]), ("Right", values[0]), ("Up", -values[1]), ("Down", values[1])] {
                let side = "\(name) \(side)"
                let level = min(1, value * stretch)
                if level > 0 {
                    // Only channels follow a stick all the way; a command would fire again and again.
                    guard case .channel = bindings.target(of: side) else { continue }
                    session.input { $0.press(side, level: level, at: time) }
                } else {
                    session.input { $0.release(side, at: time) }
                }
            }
        }
    }
#endif
