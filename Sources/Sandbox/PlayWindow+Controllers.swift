#if Window
    import CSDL2

    extension PlayWindow {
        /// How far a stick moves before it counts.
        private static let deadZone: Float = 0.2

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
            case SDL_CONTROLLERBUTTONDOWN: if let name = Self.button(event.cbutton.button) { press(name, at: time) }
            case SDL_CONTROLLERBUTTONUP: if let name = Self.button(event.cbutton.button) { release(name, at: time) }
            case SDL_CONTROLLERAXISMOTION: stick(event.caxis.axis, Float(event.caxis.value) / 32767, time)
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

        private func stick(_ axis: UInt8, _ value: Float, _ time: ContinuousClock.Instant) {
            let sides: (minus: String, plus: String)
            switch SDL_GameControllerAxis(Int32(axis)) {
            case SDL_CONTROLLER_AXIS_LEFTX: sides = ("Pad Left Left", "Pad Left Right")
            case SDL_CONTROLLER_AXIS_LEFTY: sides = ("Pad Left Up", "Pad Left Down")
            case SDL_CONTROLLER_AXIS_RIGHTX: sides = ("Pad Right Left", "Pad Right Right")
            case SDL_CONTROLLER_AXIS_RIGHTY: sides = ("Pad Right Up", "Pad Right Down")
            default: return
            }
            guard menu == nil else { return }
            for (name, share) in [(sides.minus, -value), (sides.plus, value)] {
                let level = (share - Self.deadZone) / (1 - Self.deadZone)
                if level > 0 {
                    // Only channels follow a stick all the way; a command would fire again and again.
                    guard case .channel = bindings.target(of: name) else { continue }
                    session.input { $0.press(name, level: min(1, level), at: time) }
                } else {
                    session.input { $0.release(name, at: time) }
                }
            }
        }
    }
#endif
