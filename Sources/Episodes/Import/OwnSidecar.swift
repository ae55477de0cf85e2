import Foundation
import Tensors
import Worlds

/// NAME.json beside a recording: what the recorder knew of it. Fields that are not named here say nothing.
struct OwnSidecar: Decodable {
    var version: Int?
    var actionSpace: ActionSpace?
    var framesPerSecond: Double?
    var alignment: ActionAlignment?
    var intrinsics: Truth.Intrinsics?
    var source: String?
    var scene: String?
    var policy: String?
    var caption: String?
    var seed: UInt64?

    init(_ url: URL) throws {
        do {
            self = try JSONDecoder().decode(Self.self, from: FileContents.data(url, what: "sidecar", limit: 4 << 20))
        } catch {
            if let error = error as? FileError { throw error }
            throw FileError("\(url.path): \(EpisodeIndex.reason(error)).")
        }
        if let version, version != 1 {
            throw FileError("\(url.path): version \(version) is not 1, the one known here.")
        }
        if let alignment, alignment != .ledTo {
            throw FileError("\(url.path): the alignment is always 'led-to'; give --alignment \(alignment.rawValue).")
        }
        if let framesPerSecond, !EpisodeSetDescription.rates.contains(framesPerSecond) {
            throw FileError("\(url.path): \(framesPerSecond) frames a second are impossible.")
        }
        if let flaw = actionSpace?.flaw { throw FileError("\(url.path): \(flaw).") }
        if let i = intrinsics, ![i.fx, i.fy, i.cx, i.cy].allSatisfy({ $0.isFinite && abs($0) < 1e6 }) {
            throw FileError("\(url.path): the intrinsics are impossible.")
        }
    }

    func describe(_ recording: inout Recording) {
        func short(_ text: String?) -> String { String((text ?? "").prefix(1000)) }
        recording.framesPerSecond = framesPerSecond
        recording.intrinsics = intrinsics
        (recording.scene, recording.policy) = (short(scene), short(policy))
        (recording.caption, recording.seed) = (short(caption), seed ?? 0)
    }
}
