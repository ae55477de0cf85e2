import Episodes
import Foundation
import Media
import Worlds

extension Inspect {
    /// Writes what was asked for of an episode's frames.
    func writePictures(of number: Int, _ entry: EpisodeEntry, _ set: EpisodeSet) throws {
        if let filmstrip {
            let shown = min(16, entry.frames)
            let frames = try (0..<shown).map { i in
                let t = shown == 1 ? 0 : i * (entry.frames - 1) / (shown - 1)
                return try set.frames(of: number, t..<(t + 1))[0]
            }
            let rows = stride(from: 0, to: shown, by: 4).map { Array(frames[$0..<min(shown, $0 + 4)]) }
            try Filmstrip.write(rows: rows, scale: scale ?? 2, to: URL(fileURLWithPath: filmstrip))
            print("  wrote \(filmstrip)")
        }
        if let mp4 {
            try VideoWriter.write(
                set.frames(of: number), to: URL(fileURLWithPath: mp4), framesPerSecond: set.framesPerSecond,
                scale: scale ?? 2)
            print("  wrote \(mp4)")
        }
    }
}
