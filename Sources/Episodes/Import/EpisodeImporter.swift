import Foundation
import Media
import Tensors
import Worlds

/// Makes an episode set of recordings of any `RecordingFormat`.
public final class EpisodeImporter {
    let format: any RecordingFormat
    let options: ImportOptions
    let source: URL
    private(set) var report = ImportReport()
    private var probes: [URL: VideoProbe] = [:]

    public init(_ format: any RecordingFormat, from source: URL, _ options: ImportOptions) {
        (self.format, self.source, self.options) = (format, source, options)
    }

    /// Imports what the set in `folder` does not have yet, until `stop` says so. `progress` is told of bytes of videos done,
    /// of all of them, and of the recording in hand.
    public func run(
        into folder: URL, stop: () -> Bool = { false }, progress: (Int, Int, String) -> Void = { _, _, _ in }
    ) throws -> ImportReport {
        report = ImportReport()
        report.dropped = format.dropped
        let earlier = try? EpisodeSet(folder)
        let plan = try earlier.flatMap { $0.count > 0 ? $0 : nil }.map { try goingOn($0) } ?? freshPlan(stop)
        if stop() {
            report.stopped = true
            return report
        }
        let writer = try EpisodeSetWriter(folder, plan.description)
        let sizes = format.recordings.map { Self.bytes($0.video) }
        let total = max(1, sizes.reduce(0, +))
        var done = 0
        for (recording, size) in zip(format.recordings, sizes) {
            if stop() { report.stopped = true }
            if report.stopped { break }
            do {
                try add(recording, plan, writer, stop) {
                    progress(done + Int(Double(size) * $0), total, recording.name)
                }
            } catch let error as DamagedVideo {
                report.dropped.append((recording.name, error.description))
            } catch let error as RecordingFlaw {
                report.dropped.append((recording.name, error.description))
            }
            probes[recording.video] = nil
            done += size
            progress(done, total, recording.name)
        }
        try writer.flush()
        return report
    }

    private static func bytes(_ url: URL) -> Int {
        let attributes = try? FileManager.default.attributesOfItem(atPath: url.resolvingSymlinksInPath().path)
        return max(1, (attributes?[.size] as? Int) ?? 1)
    }

    /// What ffprobe says of a video, asked once.
    func probe(_ recording: Recording) throws -> VideoProbe {
        if let known = probes[recording.video] { return known }
        let probe = try VideoProbe(recording.video)
        if let complaint = probe.complaint { throw RecordingFlaw("it is damaged: \(complaint)") }
        if probe.times.count >= VideoProbe.limit {
            throw RecordingFlaw("it has \(VideoProbe.limit) pictures or more; cut it into several videos")
        }
        probes[recording.video] = probe
        return probe
    }

    /// The size of a video's pictures as they are shown, in its own pixels, and width over height of a pixel.
    static func shown(_ probe: VideoProbe) -> (size: (width: Int, height: Int), aspect: Double) {
        let turned = probe.quarterTurns % 2 == 1
        return (
            turned ? (probe.height, probe.width) : (probe.width, probe.height),
            turned ? 1 / probe.pixelAspect : probe.pixelAspect
        )
    }

    func find(_ text: String) { report.findings.append(text) }

    func drop(_ name: String, _ why: String) { report.dropped.append((name, why)) }

    private func add(
        _ recording: Recording, _ plan: ImportPlan, _ writer: EpisodeSetWriter, _ stop: () -> Bool,
        _ progress: (Double) -> Void
    ) throws {
        let probe = try probe(recording)
        let shown = Self.shown(probe)
        let fit = FittedPicture(shown.size, aspect: shown.aspect, to: plan.size, options.fit)
        let actions = try RecordingFlaw.named { try format.actions(of: recording, times: probe.times) }
        let part = RecordingPart(actions, times: probe.times, late: plan.late)
        let clock = try RecordingFlaw.named {
            try FrameClock(
                times: part.times, told: recording.framesPerSecond, wanted: plan.description.framesPerSecond)
        }
        var cut = 0
        let led = clock.merged(
            part.actions, plan.recorded, target: plan.description.framesPerSecond, cut: &cut)
        let pieces = Self.pieces(clock.picks.count, options.framesPerEpisode)
        let names = pieces.indices.map { i in
            pieces.count == 1
                ? recording.name : "\(recording.name).\(String(repeating: "0", count: max(0, 3 - "\(i)".count)))\(i)"
        }
        if names.allSatisfy({ writer.names.contains($0) }) {
            report.skipped += 1
            return
        }
        let truth = try recording.truth.map { url in
            try RecordingFlaw.named { try RecordedTruth(url, pictures: probe.times.count, size: shown.size) }
        }
        let reader = try FittedReader(recording.video, fit, skipping: part.first)
        for (piece, name) in zip(pieces, names) {
            var episode = Episode(
                name: name, scene: recording.scene, seed: recording.seed, policy: recording.policy,
                caption: recording.caption, intrinsics: recording.intrinsics.map(fit.intrinsics))
            for k in piece {
                guard let frame = try reader.picture(clock.picks[k]) else {
                    throw RecordingFlaw("its video ends at picture \(reader.count) of \(probe.times.count)")
                }
                episode.frames.append(frame)
                if k % 32 == 0 {
                    progress(Double(k) / Double(clock.picks.count))
                    if stop() {
                        report.stopped = true
                        return
                    }
                }
            }
            if writer.names.contains(name) { continue }
            episode.actions = Array(led[piece])
            episode.actions[0] = .none(plan.recorded.channels.count)
            truth?.add(piece.map { part.first + clock.picks[$0] }, to: &episode, fit)
            try writer.append(episode)
            report.episodes += 1
            report.frames += episode.frames.count
        }
        report.cutValues += cut
        report.unusedPictures += probe.times.count - Set(clock.picks).count
    }

    /// Frames in pieces of at most `most`, all about as long.
    static func pieces(_ count: Int, _ most: Int) -> [Range<Int>] {
        let pieces = (count + most - 1) / most
        return (0..<pieces).map { ($0 * count / pieces)..<(($0 + 1) * count / pieces) }
    }
}
