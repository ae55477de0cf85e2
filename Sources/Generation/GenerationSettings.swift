import Foundation
import Tensors
import Worlds

/// What `diorama generate` was asked for: what a video's comment keeps, and what makes it again.
public struct GenerationSettings: Codable, Hashable, Sendable {
    /// A picture at its place in the video.
    public struct Keyframe: Codable, Hashable, Sendable {
        public var picture: Int
        public var file: GivenFile

        public init(picture: Int, file: GivenFile) { (self.picture, self.file) = (picture, file) }
    }

    public var prompt: String?
    /// The prompt as the model was given it, where it was written anew.
    public var rewritten: String?
    public var checkpoint: String
    /// SHA-256 of its weights.
    public var weights: String?
    public var image: GivenFile?
    public var video: GivenFile?
    public var strength: Double?
    public var extend: GivenFile?
    public var forward: Double?
    public var backward: Double?
    public var connect: [GivenFile]?
    public var loop: GivenFile?
    public var keyframes: [Keyframe]?
    public var actions: GivenFile?
    public var camera: String?
    /// Of what is made, where nothing else says it.
    public var seconds: Double?
    public var width = 128
    public var height = 80
    public var steps = 8
    public var guidance: Double?
    public var seed: UInt64 = 0
    /// Clips, of this seed and those that follow.
    public var count = 1
    public var precision = Context.Precision.bf16
    /// Whether it is small and quick, with the noise of the full size.
    public var prototype: Bool?
    /// Whether the video keeps every pixel.
    public var lossless: Bool?

    /// Longest video that is made, in seconds.
    public static let longest = 60.0
    public static let (strengths, sides, seeds) = (0.0...1.0, 16...1024, 1...16)

    public init(checkpoint: String) { self.checkpoint = checkpoint }

    /// All files that it is made from.
    public var files: [GivenFile] {
        [image, video, extend, loop, actions].compactMap { $0 } + (connect ?? []) + (keyframes ?? []).map(\.file)
    }

    /// What of it cannot be, as a sentence; it may come from any file.
    public var flaw: String? {
        func isTime(_ value: Double?) -> Bool { value.map { $0.isFinite && $0 > 0 && $0 <= Self.longest } ?? true }
        if let strength, !Self.strengths.contains(strength) { return "The strength must lie in 0...1." }
        if ![seconds, forward, backward].allSatisfy(isTime) {
            return "Seconds must lie above 0, up to \(Int(Self.longest))."
        }
        if ![width, height].allSatisfy({ Self.sides.contains($0) && $0 % 16 == 0 }) {
            return "\(width)x\(height) is no size: width and height are multiples of 16 up to \(Self.sides.upperBound)."
        }
        if !(1...256).contains(steps) { return "The steps must lie in 1...256." }
        if let guidance, !(0...30).contains(guidance) { return "The guidance must lie in 0...30." }
        if !Self.seeds.contains(count) { return "The count must lie in 1...\(Self.seeds.upperBound)." }
        if let connect, connect.count != 2 { return "Two videos are connected, not \(connect.count)." }
        return nil
    }
}
