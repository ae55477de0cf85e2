import Foundation
import Tensors
import Worlds

/// How an episode lies in a shard: tensors named `<episode>/frames`, `<episode>/actions` and so on.
///
/// frames U8 [T, H, W, 3], actions F32 [T, A], poses F32 [T, 5], depth F16 [T, H, W] in metres, instances U16
/// [T, H, W], objects U8 [bytes] of JSON (a list of object states a frame).
enum EpisodeTensors {
    static func tensors(_ episode: Episode) throws -> [SafetensorsTensor] {
        let (count, width, height) = (episode.frames.count, episode.frames[0].width, episode.frames[0].height)
        func name(_ part: String) -> String { "\(episode.name)/\(part)" }
        var pixels: [UInt8] = []
        pixels.reserveCapacity(count * width * height * 3)
        for frame in episode.frames { pixels += frame.pixels }
        var result = [
            SafetensorsTensor(name: name("frames"), dtype: .u8, shape: [count, height, width, 3], bytes: pixels),
            SafetensorsTensor(
                name: name("actions"), shape: [count, episode.actions[0].values.count],
                floats: episode.actions.flatMap(\.values)),
        ]
        if !episode.poses.isEmpty {
            let poses = episode.poses.flatMap { [$0.x, $0.y, $0.z, $0.yaw, $0.pitch] }
            result.append(SafetensorsTensor(name: name("poses"), shape: [count, 5], floats: poses))
        }
        if !episode.depth.isEmpty {
            let halves = episode.depth.joined().map { Float16($0).bitPattern }
            result.append(
                SafetensorsTensor(
                    name: name("depth"), dtype: .f16, shape: [count, height, width],
                    bytes: halves.withUnsafeBytes { [UInt8]($0) }))
        }
        if !episode.instances.isEmpty {
            let ids = Array(episode.instances.joined())
            result.append(
                SafetensorsTensor(
                    name: name("instances"), dtype: .u16, shape: [count, height, width],
                    bytes: ids.withUnsafeBytes { [UInt8]($0) }))
        }
        if !episode.objects.isEmpty {
            let encoder = JSONEncoder()
            encoder.outputFormatting = .sortedKeys
            encoder.nonConformingFloatEncodingStrategy = .convertToString(
                positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
            let json = [UInt8](try encoder.encode(episode.objects))
            result.append(SafetensorsTensor(name: name("objects"), dtype: .u8, shape: [json.count], bytes: json))
        }
        return result
    }

    /// Checksum of an episode that is about to be written.
    static func checksum(_ episode: Episode) -> String {
        var state = EpisodeEntry.checksum(UnsafeRawBufferPointer(start: nil, count: 0))
        for frame in episode.frames { state = frame.pixels.withUnsafeBytes { EpisodeEntry.checksum($0, state) } }
        for action in episode.actions { state = action.values.withUnsafeBytes { EpisodeEntry.checksum($0, state) } }
        return String(state, radix: 16)
    }

    /// All that an episode may have, by name.
    private static let parts = ["actions", "depth", "frames", "instances", "objects", "poses"]

    /// What `EpisodeEntry.digest` must be.
    static func digest(_ file: SafetensorsFile, _ entry: EpisodeEntry) throws -> String {
        var line = entry
        line.digest = nil
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        var state = try encoder.encode(line).withUnsafeBytes { EpisodeEntry.checksum($0) }
        for part in parts {
            let name = "\(entry.name)/\(part)"
            guard let (dtype, shape) = file.info(name) else { continue }
            let head = [UInt8]("\(part) \(dtype.rawValue) \(shape)".utf8)
            state = head.withUnsafeBytes { EpisodeEntry.checksum($0, state) }
            state = EpisodeEntry.checksum(try file.bytes(of: name), state)
        }
        return String(state, radix: 16)
    }

    /// Throws unless all that is there beside frames and actions can be what was recorded: of the right shapes, and poses and depths
    /// that are numbers.
    static func check(_ file: SafetensorsFile, _ entry: EpisodeEntry) throws {
        _ = try poses(file, entry)
        _ = try objects(file, entry)
        let shape = [entry.frames, entry.height, entry.width]
        for (part, dtype) in [("depth", SafetensorsType.f16), ("instances", .u16)] {
            let name = "\(entry.name)/\(part)"
            guard file.info(name) != nil else { continue }
            let bytes = try file.bytes(of: name, dtype: dtype, shape: shape)
            guard dtype == .f16 else { continue }
            // The sky is infinitely far.
            for at in stride(from: 0, to: bytes.count, by: 2) {
                let depth = Float16(bitPattern: bytes.loadUnaligned(fromByteOffset: at, as: UInt16.self))
                guard depth >= 0 else { throw broken(name, file, "holds \(depth) for a distance") }
            }
        }
    }

    private static func broken(_ name: String, _ file: SafetensorsFile, _ what: String) -> FileError {
        FileError("Tensor \(name) in \(file.url.path) \(what); record the episode anew.")
    }

    static func frames(_ file: SafetensorsFile, _ entry: EpisodeEntry, _ range: Range<Int>) throws -> [Frame] {
        let bytes = try file.bytes(
            of: "\(entry.name)/frames", dtype: .u8, shape: [entry.frames, entry.height, entry.width, 3])
        let size = entry.width * entry.height * 3
        return range.map {
            Frame(width: entry.width, height: entry.height, pixels: [UInt8](bytes[($0 * size)..<(($0 + 1) * size)]))
        }
    }

    static func actions(_ file: SafetensorsFile, _ entry: EpisodeEntry) throws -> [Action] {
        let values = try file.floats(of: "\(entry.name)/actions", shape: [entry.frames, entry.channels])
        return (0..<entry.frames).map {
            Action(values: Array(values[($0 * entry.channels)..<(($0 + 1) * entry.channels)]))
        }
    }

    static func poses(_ file: SafetensorsFile, _ entry: EpisodeEntry) throws -> [Truth.Pose] {
        guard file.info("\(entry.name)/poses") != nil else { return [] }
        let v = try file.floats(of: "\(entry.name)/poses", shape: [entry.frames, 5])
        if let at = v.firstIndex(where: { !$0.isFinite }) {
            throw broken("\(entry.name)/poses", file, "holds \(v[at]) for frame \(at / 5)")
        }
        return stride(from: 0, to: v.count, by: 5).map {
            Truth.Pose(x: v[$0], y: v[$0 + 1], z: v[$0 + 2], yaw: v[$0 + 3], pitch: v[$0 + 4])
        }
    }

    static func depth(_ file: SafetensorsFile, _ entry: EpisodeEntry, _ range: Range<Int>) throws -> [[Float]] {
        try maps(file, entry, "depth", .f16, range) { Float(Float16(bitPattern: $0)) }
    }

    static func instances(_ file: SafetensorsFile, _ entry: EpisodeEntry, _ range: Range<Int>) throws -> [[UInt16]] {
        try maps(file, entry, "instances", .u16, range) { $0 }
    }

    private static func maps<T>(
        _ file: SafetensorsFile, _ entry: EpisodeEntry, _ part: String, _ dtype: SafetensorsType, _ range: Range<Int>,
        _ value: (UInt16) -> T
    ) throws -> [[T]] {
        guard file.info("\(entry.name)/\(part)") != nil else { return [] }
        let bytes = try file.bytes(
            of: "\(entry.name)/\(part)", dtype: dtype, shape: [entry.frames, entry.height, entry.width])
        let pixels = entry.width * entry.height
        return range.map { frame in
            (0..<pixels).map {
                value(bytes.loadUnaligned(fromByteOffset: 2 * (frame * pixels + $0), as: UInt16.self))
            }
        }
    }

    static func objects(_ file: SafetensorsFile, _ entry: EpisodeEntry) throws -> [[Truth.ObjectState]] {
        let name = "\(entry.name)/objects"
        guard file.info(name) != nil else { return [] }
        let decoder = JSONDecoder()
        decoder.nonConformingFloatDecodingStrategy = .convertFromString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        guard let states = try? decoder.decode([[Truth.ObjectState]].self, from: Data(file.bytes(of: name))),
            states.count == entry.frames
        else {
            throw broken(name, file, "is not a list of object states")
        }
        return states
    }
}
