import Tensors
import Worlds

/// What tests of pictures, videos and episodes share.
public enum Fixtures {
    /// A picture of noise.
    public static func frame(_ seed: UInt64, width: Int = 6, height: Int = 4) -> Frame {
        var random = PhiloxGenerator(seed: seed)
        return Frame(
            width: width, height: height,
            pixels: (0..<width * height * 3).map { _ in UInt8.random(in: 0...255, using: &random) })
    }

    /// What is thrown, in words.
    public static func sentence(_ body: () throws -> Void) -> String {
        do { try body() } catch { return "\(error)" }
        return "no error"
    }
}
