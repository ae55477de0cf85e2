#if Window
    import CSDL2
    import Foundation
    import Synchronization

    /// Presses and releases the turning keys through SDL's event queue, at uneven intervals, on a thread of its own.
    final class KeyPresser: Sendable {
        private let stopping = Atomic<Bool>(false)
        private let ended = DispatchSemaphore(value: 0)

        func start() {
            let thread = Thread { [self] in
                var random = SystemRandomNumberGenerator()
                var (down, key) = (false, SDL_SCANCODE_RIGHT)
                while !stopping.load(ordering: .relaxed) {
                    usleep(UInt32.random(in: 110_000...390_000, using: &random))
                    var event = SDL_Event()
                    event.type = (down ? SDL_KEYUP : SDL_KEYDOWN).rawValue
                    event.key.keysym.scancode = key
                    SDL_PushEvent(&event)
                    if down { key = key == SDL_SCANCODE_RIGHT ? SDL_SCANCODE_LEFT : SDL_SCANCODE_RIGHT }
                    down.toggle()
                }
                ended.signal()
            }
            thread.start()
        }

        /// Returns once no more events will be pushed.
        func stop() {
            stopping.store(true, ordering: .relaxed)
            ended.wait()
        }
    }
#endif
