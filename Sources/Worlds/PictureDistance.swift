import Foundation

/// Distances between two frames of one size.
public enum PictureDistance {
    /// Peak signal-to-noise ratio in dB over all pixels and channels; 60 dB at most, which equal pictures get.
    public static func psnr(_ a: Frame, _ b: Frame) -> Double {
        precondition(a.pixels.count == b.pixels.count)
        var sum = 0
        for i in a.pixels.indices {
            let d = Int(a.pixels[i]) - Int(b.pixels[i])
            sum += d * d
        }
        let mse = Double(sum) / Double(a.pixels.count)
        return mse < 65025e-6 ? 60 : 10 * log10(65025 / mse)
    }
}
