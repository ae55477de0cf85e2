import Episodes
import Foundation
import Playing
import Sandbox
import Tensors
import Worlds

extension Play {
    func playWindow(_ game: Game, _ set: SetRecorder?) throws {
        #if Window
            let player = game.player
            let file = bindings.map { URL(fileURLWithPath: $0) }
            let place = file ?? BindingsFile.defaultURL()
            let keys = try BindingsFile.read(place, space: player.actionSpace, required: file != nil)
            var options = PlayWindow.Options()
            options.framesPerSecond = fps == 0 ? nil : fps ?? player.framesPerSecond
            (options.frames, options.operations, options.bindingsFile) = (frames, game.operations, place)
            (options.unshown, options.viewing) = (game.unshown, game.viewing)
            options.isReplay = replay != nil || load != nil
            options.isLossless = lossless
            options.state = save.map { URL(fileURLWithPath: $0) }
            options.showsFirstKeys =
                FirstRun.isFirst() && frames == nil && screenshot == nil && tour == nil && game.operations.isEmpty
            options.stop = { Interrupt.requested }
            options.episodes = try episodes.map { try EpisodeSet(URL(fileURLWithPath: $0)) }
            options.set = set
            options.tour = tour.map { URL(fileURLWithPath: $0) }
            if let screenshot { options.screenshot = (frames ?? 40, URL(fileURLWithPath: screenshot)) }
            let window = try PlayWindow(player, bindings: keys, options: options) {
                try LogWriter(
                    log.map { URL(fileURLWithPath: $0) } ?? ActionLog.defaultURL(), settings: player.settings,
                    space: player.actionSpace, maker: player.maker)
            }
            try window.run()
        #else
            throw FileError(
                "This build has no window: use 'diorama play --headless --actions FILE --output out.mp4'.")
        #endif
    }
}
