import Foundation
import Tensors
import VideoCompression

/// Encoded episodes on disk, so that a resumed run does not render and encode its data again.
///
/// Files of `perFile` episodes; one that is damaged or was made by another compression network or another source is
/// made anew.
public struct LatentCache {
    static let perFile = 25
    let folder: URL
    /// Says what the latents come from: the source, and the network that made them.
    let origin: String

    /// `source` describes the episodes: anything that changes them must change it.
    public init(_ folder: URL, compressor: VideoCompressor, source: String) throws {
        self.folder = folder
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for i in 0..<compressor.store.count {
            // FNV-1a over the bits of all weights.
            hash = (hash ^ UInt64(compressor.store.values[i].bitPattern)) &* 0x100_0000_01b3
        }
        origin = "\(source); compressor \(String(hash, radix: 16))"
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    /// Episodes 0..<count into `set`: read where they are there, made by `encode` where not.
    public func fill(
        _ set: inout LatentSet, count: Int, stop: () -> Bool, progress: (Int) -> Void,
        encode: (Int, inout LatentSet) throws -> Void
    ) throws {
        var first = 0
        while first < count, !stop() {
            let numbers = first..<min(count, first + Self.perFile)
            let url = folder.appendingPathComponent("\(first).safetensors")
            if let episodes = read(url, numbers, set) {
                set.episodes += episodes
            } else {
                let start = set.episodes.count
                for number in numbers { try encode(number, &set) }
                try write(Array(set.episodes[start...]), numbers, set, to: url)
            }
            first = numbers.upperBound
            progress(first)
        }
    }

    private func read(_ url: URL, _ numbers: Range<Int>, _ set: LatentSet) -> [LatentSet.Episode]? {
        guard let file = try? SafetensorsFile(url), file.metadata["origin"] == origin else { return nil }
        return try? numbers.map { number in
            guard let frames = file.metadata["frames.\(number)"].flatMap(Int.init), frames > 0 else {
                throw FileError("\(url.path) does not say how long episode \(number) is")
            }
            return LatentSet.Episode(
                latents: try file.floats(of: "latents.\(number)", shape: [frames, set.latentSize]),
                actions: try file.floats(of: "actions.\(number)", shape: [frames, set.actionSize]), frames: frames,
                views: file.names.contains("views.\(number)")
                    ? try file.floats(of: "views.\(number)", shape: [frames, set.viewSize]) : nil)
        }
    }

    private func write(_ episodes: [LatentSet.Episode], _ numbers: Range<Int>, _ set: LatentSet, to url: URL) throws {
        var metadata = ["origin": origin]
        var tensors: [SafetensorsTensor] = []
        for (number, episode) in zip(numbers, episodes) {
            metadata["frames.\(number)"] = String(episode.frames)
            tensors.append(
                SafetensorsTensor(
                    name: "latents.\(number)", shape: [episode.frames, set.latentSize], floats: episode.latents))
            tensors.append(
                SafetensorsTensor(
                    name: "actions.\(number)", shape: [episode.frames, set.actionSize], floats: episode.actions))
            if let views = episode.views {
                tensors.append(
                    SafetensorsTensor(
                        name: "views.\(number)", shape: [episode.frames, set.viewSize], floats: views))
            }
        }
        try SafetensorsWriter.write(tensors, metadata: metadata, to: url)
    }
}
