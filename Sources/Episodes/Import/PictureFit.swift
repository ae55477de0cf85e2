import Foundation
import Tensors
import Worlds

/// How pictures of one shape become pictures of another.
public enum PictureFit: String, CaseIterable, Sendable {
    /// The middle, cut to the new proportions.
    case crop
    /// All of it, with black beside it.
    case pad
    /// All of it, narrower or wider than it was.
    case stretch
}

/// Where the pixels of a fitted picture come from.
struct FittedPicture: Sendable {
    /// What the video is scaled to by ffmpeg, in pixels.
    let scaled: (width: Int, height: Int)
    let size: (width: Int, height: Int)
    private let old: (width: Int, height: Int)
    private let fit: PictureFit

    /// - Parameter aspect: width of an old pixel over its height.
    init(_ old: (width: Int, height: Int), aspect: Double, to size: (width: Int, height: Int), _ fit: PictureFit) {
        (self.old, self.size, self.fit) = (old, size, fit)
        let (across, down) = (
            Double(size.width) / (Double(old.width) * aspect), Double(size.height) / Double(old.height)
        )
        let scale = fit == .crop ? max(across, down) : min(across, down)
        func side(_ length: Double, _ wanted: Int) -> Int {
            let rounded = max(1, Int((length * scale).rounded()))
            // Never a pixel short of what is cut from it, or beyond what it is put into.
            return fit == .crop ? max(wanted, rounded) : min(wanted, rounded)
        }
        scaled =
            fit == .stretch
            ? size : (side(Double(old.width) * aspect, size.width), side(Double(old.height), size.height))
    }

    /// Columns and rows that are cut off (above 0) or put beside (below 0) on the left and above.
    private var offset: (x: Int, y: Int) {
        let (x, y) = (scaled.width - size.width, scaled.height - size.height)
        return (x >= 0 ? x / 2 : -(-x / 2), y >= 0 ? y / 2 : -(-y / 2))
    }

    /// The fitted picture of a scaled one.
    func callAsFunction(_ frame: Frame) -> Frame {
        if (frame.width, frame.height) == size { return frame }
        var result = Frame(width: size.width, height: size.height)
        let offset = offset
        let (left, right) = (max(0, -offset.x), min(size.width, frame.width - offset.x))
        for y in 0..<size.height where (0..<frame.height).contains(y + offset.y) && left < right {
            let from = ((y + offset.y) * frame.width + left + offset.x) * 3
            let to = (y * size.width + left) * 3
            result.pixels.replaceSubrange(
                to..<(to + (right - left) * 3), with: frame.pixels[from..<(from + (right - left) * 3)])
        }
        return result
    }

    /// The nearest numbers of a map of the old size; `outside` where nothing of it lies.
    func map<T>(_ values: ArraySlice<T>, outside: T) -> [T] {
        let offset = offset
        var result = [T](repeating: outside, count: size.width * size.height)
        for y in 0..<size.height {
            let v = y + offset.y
            guard (0..<scaled.height).contains(v) else { continue }
            let row =
                values.startIndex + min(old.height - 1, (2 * v + 1) * old.height / (2 * scaled.height)) * old.width
            for x in 0..<size.width {
                let u = x + offset.x
                guard (0..<scaled.width).contains(u) else { continue }
                result[y * size.width + x] =
                    values[row + min(old.width - 1, (2 * u + 1) * old.width / (2 * scaled.width))]
            }
        }
        return result
    }

    /// The pinhole of the fitted pictures.
    func intrinsics(_ own: Truth.Intrinsics) -> Truth.Intrinsics {
        let (x, y) = (Float(scaled.width) / Float(old.width), Float(scaled.height) / Float(old.height))
        return Truth.Intrinsics(
            fx: own.fx * x, fy: own.fy * y, cx: own.cx * x - Float(offset.x), cy: own.cy * y - Float(offset.y))
    }

    /// The size nearest to `old` in shape whose sides are multiples of 16, no larger than it and 640 pixels wide.
    static func suggestion(_ old: (width: Int, height: Int)) -> String {
        let shape = log(Double(old.width) / Double(old.height))
        let wide = max(16, min(640, old.width) / 16 * 16)
        let sides = stride(from: wide, through: max(16, wide / 2), by: -16).flatMap { width in
            stride(from: 16, through: max(16, old.height), by: 16).map { (width: width, height: $0) }
        }
        // A shape that is off by a percent weighs as much as a picture narrower by a tenth.
        func cost(_ side: (width: Int, height: Int)) -> Double {
            abs(log(Double(side.width) / Double(side.height)) - shape) * 10 + Double(wide - side.width) / Double(wide)
        }
        let best = sides.min { cost($0) < cost($1) } ?? (128, 80)
        return "\(best.width)x\(best.height)"
    }
}
