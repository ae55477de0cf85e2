/// The clips in which a video of many latent frames is made, one after the other. Each but the first overlaps what is known already.
enum ClipWindows {
    /// Windows of up to `length` frames, in the order in which they are denoised; `known` says which frames are there beforehand.
    ///
    /// A gap between known frames is filled from both sides, so that its last window sees either end.
    static func plan(known: [Bool], length: Int) -> [Range<Int>] {
        var known = known
        var windows: [Range<Int>] = []
        while let window = next(known, length, fromLeft: windows.count % 2 == 0) {
            for frame in window { known[frame] = true }
            windows.append(window)
        }
        return windows
    }

    private static func next(_ known: [Bool], _ length: Int, fromLeft: Bool) -> Range<Int>? {
        guard let begin = known.firstIndex(of: false) else { return nil }
        let (count, overlap) = (known.count, length * 3 / 8)
        let end = known[begin...].firstIndex(of: true) ?? count
        if count <= length { return 0..<count }
        func from(_ start: Int) -> Range<Int> {
            let start = max(0, min(start, count - length))
            return start..<start + length
        }
        if begin > 0, end < count {
            let run = end - begin
            if run + 2 <= length { return from(begin - (length - run) / 2) }
            return from(fromLeft ? begin - overlap : end + overlap - length)
        }
        return end < count ? from(end + overlap - length) : from(begin - (begin > 0 ? overlap : 0))
    }
}
