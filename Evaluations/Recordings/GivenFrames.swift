import Foundation
import Worlds

/// The frames that a candidate was given, as its recording shows them: what they should look like is known, so they tell
/// how the recording was written.
struct GivenFrames {
    /// As the recording has them, not fitted.
    let recorded: [Frame]
    /// The case's, as many.
    let expected: [Frame]

    /// Nearer than this, in dB, is taken for the same.
    static let near = 18.0
    /// So many dB nearer is nearer without doubt.
    static let gain = 6.0

    private var size: (width: Int, height: Int) { (expected[0].width, expected[0].height) }

    /// The way to fit the pictures that brings the given ones nearest to the case's.
    func fitting(pixelAspect: Double, turns: Int) -> Fitting {
        let ways = Fitting.ways(recorded, into: size, pixelAspect: pixelAspect, turns: turns)
        if ways.count == 1 { return ways[0] }
        let distances = ways.map { way in psnr(recorded.map { way($0, size) }, expected) }
        // What is as near as the first is no reason to leave it.
        var best = 0
        for k in ways.indices where distances[k] > distances[best] + 0.1 { best = k }
        return ways[best]
    }

    /// Throws `RefusedRecording` where the given frames show how the recording was written wrongly.
    /// - Parameter others: the first frames of other cases, by name.
    /// - Returns: what is odd about them, as the second half of a sentence.
    func check(_ fitting: Fitting, others: () throws -> [(name: String, frame: Frame)]) throws -> String? {
        let fitted = recorded.map { fitting($0, size) }
        let plain = psnr(fitted, expected)
        func isRight(_ other: Double) -> Bool { other >= Self.near && other >= plain + Self.gain }
        let first = expected[0]
        for (what, remedy, change) in Self.changes where isRight(psnr(fitted.map(change), expected)) {
            throw RefusedRecording("shows the given frames \(what); \(remedy).")
        }
        for quarters in [1, 3] {
            let turned = recorded.map { $0.turned(quarters: quarters).resampled(to: size) }
            if isRight(psnr(turned, expected)) {
                throw RefusedRecording("shows the given frames turned by a quarter; turn it upright.")
            }
        }
        if plain >= Self.near { return nil }
        if let share = Self.cut(first, seen: fitted[0], isRight) {
            throw RefusedRecording(
                "shows only about \(share)% of the width and height of the given frames; record the whole picture.")
        }
        if let share = Self.cut(fitted[0], seen: first, isRight) {
            throw RefusedRecording(
                "shows the given frames within a border, on about \(share)% of its width and height; cut the border off."
            )
        }
        for other in try others() where (other.frame.width, other.frame.height) == size {
            if isRight(psnr([fitted[0]], [other.frame])) {
                throw RefusedRecording("shows the given frames of another case, \(other.name); name it after that.")
            }
        }
        let same = String(format: "%.1f dB", plain)
        return
            "does not show the case's given frames (\(same)): the case's are put in their place and the rest is judged"
    }

    private static let changes: [(what: String, remedy: String, change: @Sendable (Frame) -> Frame)] = [
        ("with red and blue exchanged", "write it as RGB", { $0.changed { ($0, $1, 2 - $2) } }),
        ("mirrored", "exchange left and right", { f in f.changed { (f.width - 1 - $0, $1, $2) } }),
        ("upside down", "exchange top and bottom", { f in f.changed { ($0, f.height - 1 - $1, $2) } }),
        ("turned by a half", "turn it upright", { $0.turned(quarters: 2) }),
        (
            "in fewer tones, 16 to 235", "write all of 0 to 255, or say that it is limited",
            { $0.mapped { (Double($0) - 16) * 255 / 219 } }
        ),
        (
            "in too many tones", "write 0 to 255 as they are, or say that it is full range",
            { $0.mapped { Double($0) * 219 / 255 + 16 } }
        ),
        ("in negative", "exchange dark and bright", { $0.mapped { 255 - Double($0) } }),
    ]

    /// How much of the width and height of `whole` is to be seen in `part`, in percent; nil where that is not what it shows.
    private static func cut(_ whole: Frame, seen part: Frame, _ isRight: (Double) -> Bool) -> Int? {
        var best = (psnr: -Double.infinity, share: 0)
        let size = (width: part.width, height: part.height)
        for share in stride(from: 96, through: 30, by: -3) {
            let (w, h) = (Double(whole.width * share) / 100, Double(whole.height * share) / 100)
            for x in [0.5, 0, 1] {
                for y in [0.5, 0, 1] {
                    let shown = whole.resampled(
                        x: x * (Double(whole.width) - w), y: y * (Double(whole.height) - h), width: w, height: h,
                        to: size)
                    let psnr = PictureDistance.psnr(shown, part)
                    if psnr > best.psnr { best = (psnr, share) }
                }
            }
        }
        return isRight(best.psnr) ? best.share : nil
    }

    private func psnr(_ a: [Frame], _ b: [Frame]) -> Double {
        zip(a, b).reduce(0) { $0 + min(60, PictureDistance.psnr($1.0, $1.1)) } / Double(max(1, min(a.count, b.count)))
    }
}

extension Frame {
    /// Each value taken from another column, row and channel.
    fileprivate func changed(_ source: (_ x: Int, _ y: Int, _ channel: Int) -> (Int, Int, Int)) -> Frame {
        var result = self
        for y in 0..<height {
            for x in 0..<width {
                for c in 0..<3 {
                    let (u, v, d) = source(x, y, c)
                    result.pixels[(y * width + x) * 3 + c] = pixels[(v * width + u) * 3 + d]
                }
            }
        }
        return result
    }

    fileprivate func mapped(_ tone: (UInt8) -> Double) -> Frame {
        let table = (0...255).map { UInt8(max(0, min(255, tone(UInt8($0)).rounded()))) }
        return Frame(width: width, height: height, pixels: pixels.map { table[Int($0)] })
    }
}
