#if Window
    import CSDL2
    import Foundation
    import Playing

    /// Play measured as a person has it: a window at its own rate, keys pressed at moments that keep no step with it.
    public enum PlayBenchmark {
        public struct Result: Sendable {
            /// Milliseconds between pictures.
            public var frames = FrameStatistics(window: 100_000)
            /// Milliseconds from SDL's time of a key to the drawn picture that is the first to answer it.
            public var keyToPicture = FrameStatistics(window: 100_000)
        }

        /// Pictures at the start that do not count.
        static let warmUp = 40

        /// Shows `frames` pictures, `framesPerSecond` of them a second, in a window of SDL's dummy driver: everything
        /// is drawn, nothing needs a display.
        public static func run(_ player: Player, frames: Int, framesPerSecond: Double = 20) throws -> Result {
            setenv("SDL_VIDEODRIVER", "dummy", 1)
            var options = PlayWindow.Options()
            (options.frames, options.framesPerSecond) = (frames + warmUp, framesPerSecond)
            let window = try PlayWindow(player, bindings: Bindings(player.actionSpace), options: options)
            var result = Result()
            var (last, count): (ContinuousClock.Instant?, Int) = (nil, 0)
            window.presented = { picture in
                let now = ContinuousClock.now
                defer { last = now }
                count += 1
                guard count > warmUp else { return }
                if let last { result.frames.add((now - last) / .milliseconds(1)) }
                if let keyed = picture.keyed { result.keyToPicture.add((now - keyed) / .milliseconds(1)) }
            }
            let presser = KeyPresser()
            presser.start()
            defer { presser.stop() }
            try window.run()
            return result
        }
    }
#endif
