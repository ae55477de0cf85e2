import Foundation
import Tensors
import WorldModel

/// Examples of trust in memory-mapped files, one for the rollouts of an episode; nothing of them is copied until it is drawn.
public final class TrustSet: @unchecked Sendable {
    /// One example of the set.
    struct Place {
        let file: Int
        let frame: Int
    }

    /// What all files must hold: blocks whose states are kept, tokens of a latent frame and their width, the grid of cells and
    /// their channels.
    struct Shape {
        let blocks, tokens, width, rows, columns, channels: Int
        var cells: Int { rows * columns }
    }

    let shape: Shape
    private(set) var places: [Place] = []
    /// Those in which a part of the world, but not all of it, differs from what memory of the truth shows.
    private(set) var changed: [Place] = []
    /// The tensors of each file; its mapping lives as long as the file.
    private let files: [(file: SafetensorsFile, tensors: [String: UnsafeRawBufferPointer])]

    /// The examples in `urls`, of the head `configuration` on `checkpoint`'s transformer.
    public init(_ urls: [URL], _ configuration: TrustConfiguration, of checkpoint: Checkpoint) throws {
        let c = checkpoint.configuration
        let (rows, columns) = (c.height / c.compressor.spatialFactor, c.width / c.compressor.spatialFactor)
        let shape = Shape(
            blocks: configuration.blocks.count, tokens: rows * columns / (c.transformer.patch * c.transformer.patch),
            width: c.transformer.width, rows: rows, columns: columns, channels: c.transformer.latentChannels)
        self.shape = shape
        files = try urls.map { url -> (file: SafetensorsFile, tensors: [String: UnsafeRawBufferPointer]) in
            let file = try SafetensorsFile(url)
            guard let frames = Int(file.metadata["frames"] ?? ""), (1...1_000_000).contains(frames) else {
                throw FileError("\(url.path) does not say how many frames it holds; delete it, to be made anew.")
            }
            var tensors: [String: UnsafeRawBufferPointer] = [:]
            for (name, wanted) in Self.shapes(frames, shape) {
                tensors[name] = try file.bytes(of: name, dtype: .bf16, shape: wanted)
            }
            return (file, tensors)
        }
        for (number, file) in files.enumerated() {
            for frame in 0..<file.tensors["seen"]!.count / (shape.cells * 4) {
                let place = Place(file: number, frame: frame)
                places.append(place)
                let wrong = errors(place).trueMemory.count { $0 > configuration.tolerance }
                if wrong > 3, wrong < shape.cells / 3 { changed.append(place) }
            }
        }
    }

    private static func shapes(_ frames: Int, _ s: Shape) -> [String: [Int]] {
        var shapes = [
            "made": [frames, s.rows, s.columns, s.channels], "shown": [frames, s.rows, s.columns, s.channels],
            "seen": [frames, s.rows, s.columns, 2], "errors": [frames, 3, s.rows, s.columns],
        ]
        if s.blocks > 0 { shapes["states"] = [frames, s.blocks, s.tokens, s.width] }
        return shapes
    }

    /// Writes the examples of one episode as bf16; `origin` says what made them.
    public static func write(_ examples: [TrustExample], origin: String, to url: URL) throws {
        guard let first = examples.first?.evidence else { return }
        let s = Shape(
            blocks: first.states.count, tokens: first.states.first?.rows ?? 0, width: first.states.first?.columns ?? 0,
            rows: first.made.shape[1], columns: first.made.shape[2], channels: first.made.shape[3])
        let values: [String: [Float]] = [
            "states": examples.flatMap { $0.evidence.states.flatMap(\.array) },
            "made": examples.flatMap { $0.evidence.made.array }, "shown": examples.flatMap { $0.evidence.shown.array },
            "seen": examples.flatMap(\.evidence.seen),
            "errors": examples.flatMap { $0.errors.memory + $0.errors.trueMemory + $0.errors.made },
        ]
        try SafetensorsWriter.write(
            shapes(examples.count, s).sorted { $0.key < $1.key }.map {
                SafetensorsTensor(name: $0.key, shape: $0.value, bf16: values[$0.key]!)
            }, metadata: ["frames": String(examples.count), "origin": origin], to: url)
    }

    /// Whether `url` holds sound examples of this origin.
    public static func holds(_ url: URL, origin: String) -> Bool {
        (try? SafetensorsFile(url))?.metadata["origin"] == origin
    }

    private func read(_ place: Place, _ name: String, _ count: Int) -> [Float] {
        let bytes = files[place.file].tensors[name]!
        return (0..<count).map { i in
            let half = bytes.loadUnaligned(fromByteOffset: (place.frame * count + i) * 2, as: UInt16.self)
            return Float(bitPattern: UInt32(half) << 16)
        }
    }

    func errors(_ place: Place) -> TrustErrors {
        let all = read(place, "errors", 3 * shape.cells)
        let n = shape.cells
        return TrustErrors(
            memory: Array(all[..<n]), trueMemory: Array(all[n..<2 * n]), made: Array(all[(2 * n)...]))
    }

    func evidence(_ place: Place, _ context: Context) -> TrustEvidence {
        let (s, latent) = (shape, [1, shape.rows, shape.columns, shape.channels])
        let states = s.blocks == 0 ? [] : read(place, "states", s.blocks * s.tokens * s.width)
        let one = s.tokens * s.width
        return TrustEvidence(
            states: (0..<s.blocks).map {
                context.constant(Array(states[$0 * one..<($0 + 1) * one]), [s.tokens, s.width])
            },
            made: context.constant(read(place, "made", s.cells * s.channels), latent),
            shown: context.constant(read(place, "shown", s.cells * s.channels), latent),
            seen: read(place, "seen", s.cells * 2))
    }
}
