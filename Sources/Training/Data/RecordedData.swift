import Episodes
import Foundation
import Tensors
import Worlds

/// An episode set as a training takes it: with a weight, and with what is held back of it.
public struct RecordedData: Sendable {
    public let set: EpisodeSet
    public let weight: Float
    /// Numbers of the episodes that are trained on, and of those that only validations see.
    public let trained: [Int]
    public let heldBack: [Int]

    /// `text` is a set's folder, or `FOLDER:WEIGHT`. Episodes of held-out seeds are never trained on. Of a set that is not the
    /// reference world's, which has held-out seeds of its own, one episode in twenty is held back, eight at most.
    public init(_ text: String) throws {
        let (folder, weight) = try Self.parse(text)
        let set = try EpisodeSet(folder)
        (self.set, self.weight) = (set, weight)
        let open = set.entries.indices.filter { !set.entries[$0].heldOut }
        guard !open.isEmpty else {
            throw FileError(
                "\(folder.path) has \(set.count == 0 ? "no episodes" : "episodes of held-out seeds alone"): "
                    + "record or import others to train on."
            )
        }
        let count = set.isOfReferenceWorld || open.count < 2 ? 0 : min(8, max(1, open.count / 20))
        let back = Set((0..<count).map { open[($0 * 2 + 1) * open.count / (2 * count)] })
        trained = open.filter { !back.contains($0) }
        heldBack = back.sorted()
    }

    /// Episodes that validations are made of; nil where the reference world's own held-out seeds serve.
    public var validation: EpisodeSelection? { heldBack.isEmpty ? nil : EpisodeSelection(set, heldBack) }

    public var training: TrainingData.Part {
        TrainingData.Part(
            name: set.url.lastPathComponent, source: EpisodeSelection(set, trained), weight: weight)
    }

    /// The first five pictures of up to `count` episodes from all over what is trained on; none where the simulator begins its
    /// worlds itself.
    public func starts(_ count: Int) throws -> [Episode] {
        guard !set.isOfReferenceWorld else { return [] }
        let step = max(1, (trained.count + count - 1) / max(1, count))
        return try stride(from: 0, to: trained.count, by: step).map { number in
            let index = trained[number]
            return try set.episode(index, 0..<min(5, set.entries[index].frames), truth: false)
        }
    }

    /// A folder of that name wins over a weight in it.
    private static func parse(_ text: String) throws -> (URL, Float) {
        guard !FileManager.default.fileExists(atPath: text), let colon = text.lastIndex(of: ":") else {
            return (URL(fileURLWithPath: text), 1)
        }
        let (folder, number) = (String(text[..<colon]), text[text.index(after: colon)...])
        guard let weight = Float(number), weight > 0, weight <= 1000, !folder.isEmpty else {
            throw FileError(
                "'\(text)' names no episode set: give SET or SET:WEIGHT, with a weight above 0, at most 1000.")
        }
        return (URL(fileURLWithPath: folder), weight)
    }
}
