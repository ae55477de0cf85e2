import ArgumentParser
import Episodes
import Foundation
import Worlds

extension Import {
    func validate() throws {
        guard (1...2).contains(source.count), source.count == 1 || format == nil else {
            throw ValidationError("Give the recordings' folder or video, and before it their format if need be.")
        }
        if let name = format ?? (source.count == 2 ? source[0] : nil), !RecordingFormats.names.contains(name) {
            throw ValidationError(
                "There is no format '\(name)'; take \(RecordingFormats.names.joined(separator: ", ")).")
        }
        if let fps, !EpisodeSetDescription.rates.contains(fps) {
            throw ValidationError("--fps must lie in 0.1...1000.")
        }
        guard (2...100_000).contains(frames) else { throw ValidationError("--frames must lie in 2...100000.") }
        guard (10...170).contains(fieldOfView ?? 90) else {
            throw ValidationError("--field-of-view must lie in 10...170.")
        }
        _ = try pixels()
    }

    func pixels() throws -> (width: Int, height: Int)? {
        guard let size else { return nil }
        guard let pixels = PictureSize(size, in: 16...4096) else {
            throw ValidationError("'\(size)' is no size; write width x height, multiples of 16, such as 128x80.")
        }
        return (pixels.width, pixels.height)
    }

    func run() throws {
        Interrupt.catchSignals()
        let from = URL(fileURLWithPath: source[source.count - 1])
        let recordings = try RecordingFormats.open(from, as: format ?? (source.count == 2 ? source[0] : nil))
        var options = ImportOptions()
        (options.size, options.fit, options.framesPerSecond) = (try pixels(), fit, fps)
        (options.alignment, options.effects) = (alignment, effects.map { URL(fileURLWithPath: $0) })
        (options.fieldOfView, options.framesPerEpisode) = (fieldOfView, frames)
        print("\(recordings.recordings.count) recordings (\(type(of: recordings).name)) in \(from.path).")
        let bar = Progress()
        let importer = EpisodeImporter(recordings, from: from, options)
        let report = try importer.run(
            into: URL(fileURLWithPath: output), stop: { Interrupt.requested },
            progress: { done, all, note in bar.show(done, all, note) })
        bar.finish()
        for line in report.lines { print(line) }
        if report.stopped { try Interrupt.check("Stopped; the same command goes on.") }
        guard report.episodes + report.skipped > 0 else { throw ExitCode.failure }
        print("\(output) is ready: `diorama inspect \(output)`.")
    }

    /// A bar over kilobytes of videos, made once it is known how many there are.
    private final class Progress {
        private var bar: ProgressBar?

        func show(_ done: Int, _ all: Int, _ note: String) {
            if bar == nil { bar = ProgressBar(total: max(1, all >> 10), label: "Importing kB") }
            bar?.update(done >> 10, note)
        }

        func finish() { bar?.finish() }
    }
}
