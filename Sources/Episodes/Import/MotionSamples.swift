import Foundation
import Media
import Tensors
import Worlds

/// Reads the motion in some of the recordings of an import.
enum MotionSamples {
    private static let recordings = 12
    private static let pictures = 400

    /// Of recordings spread over all of them, the beginning of each; those that cannot be read are left out.
    static func read(_ importer: EpisodeImporter, _ stop: () -> Bool) throws -> [MotionSample] {
        let all = importer.format.recordings
        let step = max(1, all.count / recordings)
        var samples: [MotionSample] = []
        for recording in stride(from: 0, to: all.count, by: step).prefix(recordings).map({ all[$0] }) where !stop() {
            do { samples.append(try sample(recording, importer)) } catch is DamagedVideo {} catch is RecordingFlaw {}
        }
        return samples
    }

    private static func sample(_ recording: Recording, _ importer: EpisodeImporter) throws -> MotionSample {
        let probe = try importer.probe(recording)
        let actions = try RecordingFlaw.named { try importer.format.actions(of: recording, times: probe.times) }
        let reader = try VideoReader(recording.video, size: PictureMotion.size)
        var (motions, before) = ([PictureMotion](), [Float]?.none)
        // A beginning is often still; the pictures behind it are read too.
        while motions.count < min(pictures, actions.count), let frame = try reader.next() {
            let grey = PictureMotion.grey(frame)
            motions.append(before.map { PictureMotion(from: $0, to: grey) } ?? PictureMotion())
            before = grey
        }
        return MotionSample(motions: motions, actions: Array(actions.prefix(motions.count)))
    }
}
