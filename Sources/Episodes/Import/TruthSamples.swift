import Foundation
import Media
import Worlds

/// Reads the poses and depths in some of the recordings of an import.
enum TruthSamples {
    private static let recordings = 12

    /// Of recordings spread over all of them; those that cannot be read, or know no poses, are left out.
    static func read(_ importer: EpisodeImporter, _ stop: () -> Bool) throws -> [TruthSample] {
        let all = importer.format.recordings.filter { $0.truth != nil }
        let step = max(1, all.count / recordings)
        var samples: [TruthSample] = []
        for recording in stride(from: 0, to: all.count, by: step).prefix(recordings).map({ all[$0] }) where !stop() {
            do {
                if let sample = try sample(recording, importer) { samples.append(sample) }
            } catch is DamagedVideo {} catch is RecordingFlaw {}
        }
        return samples
    }

    private static func sample(_ recording: Recording, _ importer: EpisodeImporter) throws -> TruthSample? {
        let probe = try importer.probe(recording)
        return try RecordingFlaw.named {
            let size = EpisodeImporter.shown(probe).size
            let truth = try recording.truth.map { try RecordedTruth($0, pictures: probe.times.count, size: size) }
            guard let truth, let poses = truth.poses else { return nil }
            let actions = try importer.format.actions(of: recording, times: probe.times)
            let heights = recording.intrinsics.map { truth.heights($0, poses) } ?? []
            return TruthSample(poses: poses, actions: actions, heights: heights)
        }
    }
}
