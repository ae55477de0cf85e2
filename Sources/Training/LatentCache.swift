import Codecs
import Communication
import Foundation
import Synchronization
import Tensors
import Worlds

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
        origin = "\(source); compressor \(compressor.store.fingerprint)"
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    /// Episodes 0..<count into `set`: read where they are there, made by `encode` where not, one on every processor.
    /// `progress` is told how many there are.
    public func fill(
        _ set: inout LatentSet, count: Int, stop: @escaping @Sendable () -> Bool,
        progress: @escaping @Sendable (Int) -> Void, encode: @escaping @Sendable (Int) throws -> LatentSet.Episode
    ) throws {
        var first = 0
        // A few files at a time, so that no processor waits long for the slowest episode.
        let window = Self.perFile * max(1, ProcessInfo.processInfo.activeProcessorCount / 4)
        while first < count, !stop() {
            let last = min(count, first + window)
            let files = stride(from: first, to: last, by: Self.perFile).map { $0..<min(last, $0 + Self.perFile) }
            var known = files.map { read(url($0), $0, set) }
            let missing = files.indices.filter { known[$0] == nil }.flatMap { Array(files[$0]) }
            let done = Mutex(first + (last - first - missing.count))
            let made = try encoded(missing, stop: stop, encode) {
                let count = done.withLock { done in
                    done += 1
                    return done
                }
                progress(count)
            }
            guard made.count == missing.count else { return }
            for i in files.indices where known[i] == nil {
                let episodes = files[i].map { made[$0]! }
                try write(episodes, files[i], set, to: url(files[i]))
                known[i] = episodes
            }
            for episodes in known { set.episodes += episodes ?? [] }
            first = last
            progress(first)
        }
    }

    /// Makes the files of episodes 0..<count that are not there, each process of `processes` its share of them; returns when all are
    /// done. `set` says what episodes are like.
    func make(
        count: Int, like set: LatentSet, _ processes: any Communicator, stop: @escaping @Sendable () -> Bool,
        progress: @escaping @Sendable (Int) -> Void, encode: @escaping @Sendable (Int) throws -> LatentSet.Episode
    ) throws {
        let all = stride(from: 0, to: count, by: Self.perFile).map { $0..<min(count, $0 + Self.perFile) }
        let own = all.enumerated().filter { $0.offset % processes.size == processes.rank }.map(\.element)
        for range in own where !stop() && read(url(range), range, set) == nil {
            let done = Mutex(range.lowerBound)
            let made = try encoded(Array(range), stop: stop, encode) {
                progress(
                    done.withLock { done in
                        done += 1
                        return done
                    })
            }
            guard made.count == range.count else { break }
            try write(range.map { made[$0]! }, range, set, to: url(range))
        }
        processes.meet()
    }

    private func url(_ numbers: Range<Int>) -> URL {
        folder.appendingPathComponent("\(numbers.lowerBound).safetensors")
    }

    /// Episodes by number, all but those left when `stop` said so.
    private func encoded(
        _ numbers: [Int], stop: @escaping @Sendable () -> Bool,
        _ encode: @escaping @Sendable (Int) throws -> LatentSet.Episode, made: @escaping @Sendable () -> Void
    ) throws -> [Int: LatentSet.Episode] {
        let results = Mutex<(episodes: [Int: LatentSet.Episode], failure: (any Error)?)>(([:], nil))
        DispatchQueue.concurrentPerform(iterations: numbers.count) { i in
            guard !stop(), results.withLock({ $0.failure == nil }) else { return }
            do {
                let episode = try WorkerPool.alone { try encode(numbers[i]) }
                results.withLock { $0.episodes[numbers[i]] = episode }
                made()
            } catch {
                results.withLock { $0.failure = error }
            }
        }
        return try results.withLock {
            if let failure = $0.failure { throw failure }
            return $0.episodes
        }
    }

    private func read(_ url: URL, _ numbers: Range<Int>, _ set: LatentSet) -> [LatentSet.Episode]? {
        guard let file = try? SafetensorsFile(url), file.metadata["origin"] == origin else { return nil }
        return try? numbers.map { number in
            guard let frames = file.metadata["frames.\(number)"].flatMap(Int.init), frames > 0 else {
                throw FileError("\(url.path) does not say how long episode \(number) is")
            }
            var episode = LatentSet.Episode(
                latents: try file.floats(of: "latents.\(number)", shape: [frames, set.latentSize]),
                actions: try file.floats(of: "actions.\(number)", shape: [frames, set.actionSize]), frames: frames,
                views: file.names.contains("views.\(number)")
                    ? try file.floats(of: "views.\(number)", shape: [frames, set.viewSize]) : nil)
            if let json = file.metadata["facts.\(number)"] {
                episode.facts = try JSONDecoder().decode(SceneFacts.self, from: Data(json.utf8))
            }
            guard [episode.latents, episode.actions, episode.views ?? []].allSatisfy({ $0.allSatisfy(\.isFinite) })
            else { throw FileError("\(url.path): a number of episode \(number) is not finite") }
            return episode
        }
    }

    private func write(_ episodes: [LatentSet.Episode], _ numbers: Range<Int>, _ set: LatentSet, to url: URL) throws {
        var metadata = ["origin": origin]
        var tensors: [SafetensorsTensor] = []
        for (number, episode) in zip(numbers, episodes) {
            metadata["frames.\(number)"] = String(episode.frames)
            metadata["facts.\(number)"] = try episode.facts.map {
                String(decoding: try JSONEncoder().encode($0), as: UTF8.self)
            }
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
