import Camera
import Tensors
import Worlds

/// Draws a view from pictures taken elsewhere.
///
/// The newest picture that shows a place says what is there now; of those that agree with it on that, the one colours it
/// that has been made anew least often, for a place loses sharpness each time it is carried on.
struct ViewRenderer {
    private let prior: GroundDisparity
    /// Side of the squares in which pictures are compared.
    private let square: Int

    /// The most that the mean colours of squares may differ, of 255.
    private static let tolerance: Int32 = 10

    /// `scale`: how many times as large as the encoder sees them pictures are.
    init(_ prior: GroundDisparity, scale: Int = 1) { (self.prior, square) = (prior, 4 * scale) }

    /// The views of several cameras, each from pictures of its own: newest first, all of one size. Where none shows a pixel,
    /// the newest picture's border is stretched.
    func render(_ shots: [(entries: [WarpMemory.Entry], pose: CameraPose)]) -> [MemoryView] {
        let newest = all(shots.count) { ViewLayer(shots[$0].entries[0], from: shots[$0].pose, focal: prior.pinhole.fx) }
        let wanted = newest.map { layer in
            layer.covered.indices.map { !layer.covered[$0] || layer.generation[$0] > 0 }
        }
        let jobs = shots.indices.filter { wanted[$0].contains(true) }.flatMap { shot in
            shots[shot].entries.indices.dropFirst().map { (shot: shot, entry: $0) }
        }
        let layers = all(jobs.count) { job in
            let (shot, entry) = jobs[job]
            return ViewLayer(
                shots[shot].entries[entry], from: shots[shot].pose, focal: prior.pinhole.fx, wanted: wanted[shot])
        }
        return all(shots.count) { shot in
            let (entries, pose) = shots[shot]
            let first = newest[shot]
            var view = MemoryView(
                frame: Frame(
                    width: entries[0].frame.width, height: entries[0].frame.height, pixels: first.pixels),
                seen: first.covered.map { $0 ? 2 : 0 }, generation: first.generation)
            add(jobs.indices.filter { jobs[$0].shot == shot }.map { layers[$0] }, &view)
            if view.seen.contains(0) { stretch(entries[0], pose, &view) }
            return view
        }
    }

    /// What `make` makes of each number below `count`, on all cores.
    private func all<Made>(_ count: Int, _ make: (Int) -> Made) -> [Made] {
        // The empty array is one for all threads, and saying how long it is writes to it.
        guard count > 0 else { return [] }
        return [Made](unsafeUninitializedCapacity: count) { slots, made in
            WorkerPool.shared.run(count) { slots.initializeElement(at: $0, to: make($0)) }
            made = count
        }
    }

    /// `layers` newest first: they show what is not seen yet, and give sharper colours to what is.
    private func add(_ layers: [ViewLayer], _ view: inout MemoryView) {
        for layer in layers {
            for at in view.seen.indices where view.seen[at] == 0 && layer.covered[at] {
                view.seen[at] = 1
                Self.take(at, layer, &view)
            }
        }
        let now = view.frame.pixels
        for layer in layers {
            for top in stride(from: 0, to: view.frame.height, by: square) {
                for left in stride(from: 0, to: view.frame.width, by: square) {
                    sharpen(left, top, layer, now, &view)
                }
            }
        }
    }

    /// Takes over a square's pixels of an earlier generation where the layer says the same as `now`.
    private func sharpen(_ left: Int, _ top: Int, _ layer: ViewLayer, _ now: [UInt8], _ view: inout MemoryView) {
        let (width, rows) = (view.frame.width, top..<min(view.frame.height, top + square))
        let columns = left..<min(width, left + square)
        var sum = SIMD3<Int32>()
        var (count, better): (Int32, Bool) = (0, false)
        for y in rows {
            for at in y * width + columns.lowerBound..<y * width + columns.upperBound where layer.covered[at] {
                for c in 0..<3 { sum[c] += Int32(layer.pixels[at * 3 + c]) - Int32(now[at * 3 + c]) }
                count += 1
                better = better || layer.generation[at] < view.generation[at]
            }
        }
        guard better, max(abs(sum.x), abs(sum.y), abs(sum.z)) < Self.tolerance * count else { return }
        for y in rows {
            for at in y * width + columns.lowerBound..<y * width + columns.upperBound
            where layer.covered[at] && layer.generation[at] < view.generation[at] { Self.take(at, layer, &view) }
        }
    }

    private static func take(_ at: Int, _ layer: ViewLayer, _ view: inout MemoryView) {
        for c in at * 3..<at * 3 + 3 { view.frame.pixels[c] = layer.pixels[c] }
        view.generation[at] = layer.generation[at]
    }

    /// Where no picture shows anything: what would be there if the newest one's surroundings went on.
    private func stretch(_ entry: WarpMemory.Entry, _ pose: CameraPose, _ view: inout MemoryView) {
        let (width, height) = (view.frame.width, view.frame.height)
        let seen = view.seen
        let projection = Projection(entry.pose, pose, focal: prior.pinhole.fx, width: width, height: height)
        let background = prior.backdrop(pitch: pose.pitch)
        entry.frame.pixels.withUnsafeBufferPointer { source in
            view.frame.pixels.withUnsafeMutableBufferPointer { target in
                for at in seen.indices where seen[at] == 0 {
                    let (u, v) = projection.border(Float(at % width), Float(at / width), background[at])
                    ViewLayer.sample(source.baseAddress!, u, v, width, height, target.baseAddress! + at * 3)
                }
            }
        }
    }
}
