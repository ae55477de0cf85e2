import Foundation
import Tensors
import WorldModel
import Worlds

extension GenerationSettings {
    /// Actions of a file or of words for `count` pictures: `(count) -> actions`.
    public typealias ActionsOf = (Int) throws -> [Action]

    /// Reads what is given and plans the video, in pictures of `size`. `actions` gives those of a stretch that is made.
    public func plan(
        size: (width: Int, height: Int), framesPerSecond: Double, actions: ActionsOf,
        remark: (String) -> Void = { _ in }
    ) throws -> GenerationPlan {
        func pictures(_ seconds: Double) -> Int { max(1, Int((seconds * framesPerSecond).rounded())) }
        func read(_ file: GivenFile) throws -> [Frame] {
            try GivenVideo.read(file.url, size: size, framesPerSecond: framesPerSecond)
        }
        if let video {
            var frames = try read(video)
            if let seconds {
                guard pictures(seconds) <= frames.count else {
                    throw FileError(
                        "\(video.path) has \(Self.text(Double(frames.count) / framesPerSecond)) seconds, fewer than "
                            + "the \(Self.text(seconds)) of --seconds; give fewer, or make it longer with --extend.")
                }
                frames = Array(frames.prefix(pictures(seconds)))
            }
            return .edited(frames, strength: Float(strength ?? 0.5), actions: try actions(frames.count))
        }
        if let extend {
            let frames = try read(extend)
            return .extended(
                frames, backward: try backward.map { try actions(pictures($0)) } ?? [],
                forward: try forward.map { try actions(pictures($0)) } ?? [])
        }
        let gap = pictures(seconds ?? 1) / 2 * 2
        if let connect, connect.count == 2 {
            return .connected(try read(connect[0]), try read(connect[1]), actions: try actions(max(2, gap)))
        }
        if let loop { return .looped(try read(loop), actions: try actions(max(2, gap))) }
        var given: [Int: Frame] = [:]
        if let image { given[0] = try GivenVideo.picture(image.url, size: size, remark: remark) }
        for keyframe in keyframes ?? [] {
            given[keyframe.picture] = try GivenVideo.picture(keyframe.file.url, size: size, remark: remark)
        }
        let last = given.keys.max() ?? 0
        let count = seconds.map(pictures) ?? max(last + 1, pictures(3))
        guard last < count else {
            throw FileError(
                "The keyframe \(last) lies behind the end: \(Self.text(seconds ?? 3)) seconds are the pictures 0 to "
                    + "\(count - 1); give more --seconds.")
        }
        return .free(try actions(count), given: given)
    }

    private static func text(_ value: Double) -> String { String(format: "%g", (value * 100).rounded() / 100) }
}
