import Foundation
import Playing
import Tensors
import Worlds

extension Play {
    func playHeadless(_ game: Game, _ output: PlayOutput?, _ set: SetRecorder?) throws {
        let begin = Date()
        let log = try log.map {
            try LogWriter(
                URL(fileURLWithPath: $0), settings: game.player.settings, space: game.player.actionSpace)
        }
        let total = HeadlessPlay.frames(game.operations, unshown: game.unshown, limit: frames)
        let bar = ProgressBar(total: total, label: "Playing")
        var count = 0
        var played = GameRecord(game.player)
        output?.comment = try played.opening()
        var shown: (first: Int, picture: Picture)?
        func finish() throws {
            if let shown, let last = shown.picture.moment {
                output?.comment = try played.comment(from: shown.first, through: last, shown.picture.frame)
            }
            try output?.finish()
            if let save { try AtomicFile.write(Data(try played.state().utf8), to: URL(fileURLWithPath: save)) }
        }
        let result: HeadlessPlay.Result
        do {
            result = try HeadlessPlay.run(
                game.player, game.operations, unshown: game.unshown, limit: frames, log: log, record: &played,
                stop: { Interrupt.requested },
                frame: { picture in
                    try output?.append(picture.frame)
                    set?.append(picture, game.player.settings)
                    shown = (shown?.first ?? picture.moment ?? 0, picture)
                    count += 1
                    bar.update(count)
                })
        } catch {
            bar.finish()
            // What was played until then is kept.
            try? finish()
            _ = try? set?.finish()
            throw error
        }
        bar.finish()
        try finish()
        let recorded = try set?.finish()
        let seconds = Date().timeIntervalSince(begin)
        let rate = Double(result.frames) / seconds
        print(
            String(
                format: "%d frames in %.1f s (%.1f frames/s) -> %@", result.frames, seconds, rate,
                output?.url.path ?? record ?? save ?? ""))
        if let recorded { print(recorded) }
        if result.isStopped {
            try Interrupt.check("Stopped after \(result.frames) of \(total) frames, which are kept.")
        }
        if result.different > 0 && force {
            print(
                "\(result.different) of \(result.same + result.different) fingerprints differ from the log, as --force allows."
            )
        } else if result.different > 0 {
            throw FileError(
                "\(result.different) of \(result.same + result.different) fingerprints differ from the log: "
                    + "\(game.maker?.difference(from: game.player.maker) ?? "it is of another game").")
        }
        if result.same > 0 {
            print("bit for bit the same as the log at \(result.same) fingerprint\(result.same == 1 ? "" : "s")")
        } else if game.maker != nil {
            print("The log has no fingerprint up to here: nothing tells whether these are its pictures.")
        }
    }
}
