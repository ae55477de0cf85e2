#if Window
    import CSDL2
    import Foundation
    import Testing
    import Worlds

    @testable import Playing
    @testable import Sandbox

    /// A game controller of SDL's own making, in a window that nobody sees.
    @Suite(.serialized) struct ControllerTests {
        /// Plays `frames` frames while `drive` moves the controller; returns the actions of the pictures shown.
        private static func play(
            frames: Int, _ drive: @escaping (OpaquePointer, Int, PlayWindow) -> Void
        ) throws -> [Action] {
            setenv("SDL_VIDEODRIVER", "dummy", 1)
            // A window that nobody sees has no focus.
            setenv("SDL_JOYSTICK_ALLOW_BACKGROUND_EVENTS", "1", 1)
            let player = try Player(PlaySettings(world: "counting"), registry: CountingWorld.registry)
            var options = PlayWindow.Options()
            (options.frames, options.framesPerSecond) = (frames, 200)
            let window = try PlayWindow(player, bindings: Bindings(.standard), options: options)
            let device = SDL_JoystickAttachVirtual(
                SDL_JOYSTICK_TYPE_GAMECONTROLLER, Int32(SDL_CONTROLLER_AXIS_MAX.rawValue),
                Int32(SDL_CONTROLLER_BUTTON_MAX.rawValue), 0)
            let stick = try #require(SDL_JoystickOpen(device), "SDL has no virtual controllers here")
            var (actions, count) = ([Action](), 0)
            window.presented = { picture in
                actions.append(picture.action)
                count += 1
                drive(stick, count, window)
            }
            try window.run()
            return actions
        }

        @Test func sticksAndButtonsDriveTheWorld() throws {
            var connected = false
            let actions = try Self.play(frames: 60) { stick, count, window in
                connected = connected || !window.controllers.isEmpty
                switch count {
                case 10:
                    // Up is negative; half a stick turns half as fast.
                    SDL_JoystickSetVirtualAxis(stick, SDL_CONTROLLER_AXIS_LEFTY.rawValue, -32768)
                    SDL_JoystickSetVirtualAxis(stick, SDL_CONTROLLER_AXIS_RIGHTX.rawValue, 19660)
                case 30:
                    SDL_JoystickSetVirtualAxis(stick, SDL_CONTROLLER_AXIS_LEFTY.rawValue, 0)
                    SDL_JoystickSetVirtualAxis(stick, SDL_CONTROLLER_AXIS_RIGHTX.rawValue, 0)
                    SDL_JoystickSetVirtualButton(stick, SDL_CONTROLLER_BUTTON_A.rawValue, 1)
                case 45: SDL_JoystickSetVirtualButton(stick, SDL_CONTROLLER_BUTTON_A.rawValue, 0)
                default: break
                }
            }
            #expect(connected)
            #expect(actions[..<10].allSatisfy { $0 == .none() })
            let driven = actions[20..<30]
            #expect(driven.allSatisfy { $0[.forward] == 1 && abs($0[.turn] - 0.5) < 0.02 && $0[.jump] == 0 })
            #expect(actions[38..<45].allSatisfy { $0[.forward] == 0 && $0[.turn] == 0 && $0[.jump] == 1 })
            #expect(actions[55...].allSatisfy { $0 == .none() })
        }

        /// Unplugged while its stick is held, nothing stays held; plugged in again, it drives.
        @Test func aControllerComesAndGoes() throws {
            var held: OpaquePointer?
            let actions = try Self.play(frames: 90) { stick, count, _ in
                switch count {
                case 10: SDL_JoystickSetVirtualAxis(stick, SDL_CONTROLLER_AXIS_LEFTY.rawValue, -32768)
                case 30: SDL_JoystickDetachVirtual(0)
                case 50:
                    let device = SDL_JoystickAttachVirtual(
                        SDL_JOYSTICK_TYPE_GAMECONTROLLER, Int32(SDL_CONTROLLER_AXIS_MAX.rawValue),
                        Int32(SDL_CONTROLLER_BUTTON_MAX.rawValue), 0)
                    held = SDL_JoystickOpen(device)
                case 65: if let held { SDL_JoystickSetVirtualAxis(held, SDL_CONTROLLER_AXIS_LEFTY.rawValue, -32768) }
                default: break
                }
            }
            #expect(held != nil)
            #expect(actions[20..<30].allSatisfy { $0[.forward] == 1 })
            #expect(actions[42..<50].allSatisfy { $0 == .none() })
            #expect(actions[80...].allSatisfy { $0[.forward] == 1 })
        }
    }
#endif
