import Foundation
import Tensors
import Worlds

/// NAME.truth.npz of a recording: any of `depth` [T, H, W] in metres, `instances` [T, H, W] and `pose` [T, 5].
struct RecordedTruth {
    private var arrays: [String: NPYArray] = [:]
    private let pixels: Int

    /// - Parameter pictures: of the recording, each `size` pixels.
    init(_ url: URL, pictures: Int, size: (width: Int, height: Int)) throws {
        pixels = size.width * size.height
        let archive = try ZipArchive(url)
        for name in ["depth", "instances", "pose"] {
            guard let array = try NPYArray.read(name, of: archive, url) else { continue }
            let wanted = name == "pose" ? [pictures, 5] : [pictures, size.height, size.width]
            guard array.shape == wanted else {
                throw FileError("\(url.lastPathComponent): \(name) has the shape \(array.shape), not \(wanted).")
            }
            arrays[name] = array
        }
    }

    /// Adds what is known of `pictures` to an episode of just these.
    func add(_ pictures: [Int], to episode: inout Episode, _ fit: FittedPicture) {
        if let depth = arrays["depth"] {
            episode.depth = pictures.map {
                fit.map(depth.floats(($0 * pixels)..<(($0 + 1) * pixels))[...], outside: .infinity)
            }
        }
        if let instances = arrays["instances"] {
            episode.instances = pictures.map {
                let ids = instances.floats(($0 * pixels)..<(($0 + 1) * pixels))
                return fit.map(ids.map { UInt16(max(0, min(65_535, $0.isFinite ? $0 : 0))) }[...], outside: 0)
            }
        }
        if arrays["pose"] != nil { episode.poses = pictures.compactMap(pose) }
    }

    /// Of every picture, where they are known.
    var poses: [Truth.Pose]? { arrays["pose"].map { $0.shape[0] }.map { (0..<$0).compactMap(pose) } }

    private func pose(_ picture: Int) -> Truth.Pose? {
        arrays["pose"].map { array in
            let p = array.floats((picture * 5)..<((picture + 1) * 5))
            return Truth.Pose(x: p[0], y: p[1], z: p[2], yaw: p[3], pitch: p[4])
        }
    }

    /// Metres from the camera down to what is seen in the middle of the lowest row of some pictures.
    func heights(_ intrinsics: Truth.Intrinsics, _ poses: [Truth.Pose]) -> [Float] {
        guard let depth = arrays["depth"] else { return [] }
        let (height, width) = (depth.shape[1], depth.shape[2])
        let down = (Float(height) - 0.5 - intrinsics.cy) / intrinsics.fy
        return stride(from: 0, to: min(poses.count, depth.shape[0]), by: 10).compactMap { t in
            let pixel = t * pixels + (height - 1) * width + width / 2
            let away = depth.floats(pixel..<pixel + 1)[0]
            let below = away * (down * cosf(poses[t].pitch) - sinf(poses[t].pitch))
            return below.isFinite && below > 0 ? below : nil
        }
    }
}
