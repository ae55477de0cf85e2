import Memory
import Worlds

/// A generated picture in which the trusted cells of memory's picture stand to the bit; the rest is as it was made.
struct KeptPicture {
    let frame: Frame
    /// How often each pixel was made anew, as `MemoryView.generation` counts.
    let generation: [UInt8]
    /// `MemoryView.seen` where memory was kept, else 0.
    let kept: [UInt8]

    /// `trusted` holds one entry a cell of `cell` x `cell` pixels, row by row; pixels that no picture shows are never kept.
    init(_ frame: Frame, view shown: MemoryView, trusted: [Bool], cell: Int) {
        var result = frame
        var generation = [UInt8](repeating: 1, count: frame.width * frame.height)
        var kept = [UInt8](repeating: 0, count: generation.count)
        let columns = frame.width / cell
        for at in generation.indices where shown.seen[at] > 0 {
            guard trusted[at / frame.width / cell * columns + at % frame.width / cell] else { continue }
            generation[at] = shown.generation[at] < 255 ? shown.generation[at] + 1 : 255
            kept[at] = shown.seen[at]
            for c in at * 3..<at * 3 + 3 { result.pixels[c] = shown.frame.pixels[c] }
        }
        (self.frame, self.generation, self.kept) = (result, generation, kept)
    }
}
