import Foundation

/// Which pictures of a recording stand for the frames of a case, by the times at which they are shown.
struct FrameTiming {
    /// The world's frames a second.
    static let rate = 20.0
    /// One for each frame of the case, from its first; fewer where the recording ends early.
    var indices: [Int]
    /// What was done other than to take the pictures as they come.
    var remark: String?
    /// How much there is, for the sentence of a recording that ends early.
    var extent: String

    /// Pictures in a row, a frame each.
    init(pictures: Int, of count: Int) {
        (indices, extent) = (Array(0..<min(pictures, count)), "\(pictures) frames")
        if pictures > count { remark = "has \(pictures) frames and the case \(count): the first \(count) are taken" }
    }

    /// - Parameters:
    ///   - times: when each picture is shown, in seconds from the first one.
    ///   - last: for how long the last one is.
    ///   - count: frames of the case.
    /// - Throws: a sentence (`RefusedRecording`) where there are too few pictures a second.
    init(times: [Double], last: Double, of count: Int) throws {
        self.init(pictures: times.count, of: count)
        guard times.count > 2, let end = times.last, end > 0 else { return }
        let steps = zip(times.dropFirst(), times).map { $0 - $1 }.sorted()
        let middle = steps[steps.count / 2]
        let isEven = steps.allSatisfy { abs($0 - middle) <= 0.15 * middle + 0.0015 }
        let rate = Double(times.count - 1) / end
        if isEven && abs(rate - Self.rate) <= 0.015 * Self.rate { return }
        let (step, own) = (1 / Self.rate, Self.text(rate))
        let span = String(format: "%.2f s", end + last)
        let wanted =
            "the case's \(count) at \(Self.text(Self.rate)) frames/s (\(String(format: "%.2f s", Double(count) * step)))"
        let found =
            isEven
            ? "has \(times.count) frames at \(own) frames/s (\(span)) for \(wanted)"
            : "has uneven frame times (\(times.count) frames over \(span), for \(wanted))"
        extent = isEven ? "\(times.count) frames at \(own) frames/s (\(span))" : "\(times.count) frames over \(span)"
        if times.count == count {
            remark = "\(found): as many as the case has, they are taken one for one"
            return
        }
        if isEven && rate < Self.rate {
            throw RefusedRecording(
                "\(found): every action needs a frame of its own; record \(Self.text(Self.rate)) a second.")
        }
        // Of other rates the same frame has now more, now fewer pictures, and where each begins is not to be seen.
        let multiple = (rate / Self.rate).rounded()
        if isEven && abs(rate - multiple * Self.rate) > 0.015 * multiple * Self.rate {
            throw RefusedRecording(
                "\(found): at a rate that is no multiple of \(Self.text(Self.rate)) pictures do not tell which frame they are; "
                    + "record \(Self.text(Self.rate)) a second.")
        }
        // A variable rate leaves out pictures that stay the same, at the end too.
        let isHeld = !isEven && end + last >= 0.8 * Double(count) * step
        // At even times the picture in the middle of a frame's, of two the later one. Else the one that is shown.
        let ahead = isEven ? 0.5 * step + 0.0005 : 0.004
        indices = []
        var index = 0
        for k in 0..<count {
            let t = Double(k) * step
            while index + 1 < times.count, times[index + 1] <= t + ahead { index += 1 }
            if index == times.count - 1, t > end + max(last, middle) + 0.004, !isHeld { break }
            indices.append(index)
        }
        let held = Double(count) * step - end - last
        remark =
            "\(found): for each frame of the case the picture \(isEven ? "in the middle of" : "shown at") its time is taken"
            + (isHeld && held > step / 2 ? String(format: ", the last one for %.2f s more", held) : "")
    }

    private static func text(_ rate: Double) -> String {
        abs(rate - rate.rounded()) < 0.005 ? String(Int(rate.rounded())) : String(format: "%.2f", rate)
    }
}
