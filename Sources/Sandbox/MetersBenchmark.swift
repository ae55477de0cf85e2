#if Window
    import CSDL2
    import Foundation
    import Playing
    import Worlds

    /// What meters cost: whole frames, made and drawn, with them and without, in turns.
    public enum MetersBenchmark {
        /// Milliseconds of a frame without meters and with them, and what the second takes more, as a share of the first: the
        /// median over pairs of neighbouring steps.
        public static func run(_ player: Player, frames: Int) throws -> (off: Double, on: Double, share: Double) {
            setenv("SDL_VIDEODRIVER", "dummy", 1)
            let window = try PlayWindow(player, bindings: Bindings(player.actionSpace), options: PlayWindow.Options())
            defer { window.canvas.close() }
            var player = player
            var action = Action.none(player.actionSpace.channels.count)
            if let turn = player.actionSpace.turnAxis { action.values[turn] = 0.5 }
            if let walk = player.actionSpace.index(moving: .forward) { action.values[walk] = 1 }
            var meters = Meters(start: player.picture.frame, last: player.picture)
            let count = player.framesPerStep
            var (off, on) = (FrameStatistics(window: frames), FrameStatistics(window: frames))
            var (pair, shares): ([Double], [Double]) = ([0, 0], [])
            for step in 0..<max(24, frames / count) {
                // Which of the two comes first changes too.
                let measures = step % 4 == 1 || step % 4 == 2
                window.showsMeters = measures
                let begin = ContinuousClock.now
                var unread: [(Picture, Rollout)] = []
                for _ in 0..<count {
                    guard var picture = try player.apply(.action(action)) else { continue }
                    if measures {
                        picture.reading = meters.read(picture, player.timeline.tip)
                        picture.kept = meters.kept
                    } else {
                        unread.append((picture, player.timeline.tip))
                    }
                    window.show(picture)
                }
                let took = (ContinuousClock.now - begin) / .milliseconds(1) / Double(count)
                // They follow the camera from picture to picture.
                for (picture, rollout) in unread { _ = meters.read(picture, rollout) }
                pair[measures ? 1 : 0] = took
                guard step >= 8 else { continue }
                if measures { on.add(took) } else { off.add(took) }
                if step % 2 == 1 { shares.append(pair[1] / pair[0] - 1) }
            }
            return (off.percentile(0.5), on.percentile(0.5), shares.sorted()[shares.count / 2])
        }
    }
#endif
