import Diffusion
import Foundation
import Tensors
import Worlds

/// Draws a view from pictures taken elsewhere.
///
/// The newest picture that shows a place says what is there now; the oldest that agrees with it on that colours it, for a
/// picture loses sharpness each time it is carried on and made again.
struct ViewRenderer {
    private let prior: GroundDisparity

    /// Side of the squares in which pictures are compared, and the most that their mean colours may differ, of 255.
    private static let square = 4
    private static let tolerance: Float = 10

    init(_ prior: GroundDisparity) { self.prior = prior }

    /// `entries` newest first, all of one size. For each pixel of the view: 2 where the newest shows it, 1 where an older
    /// one does, 0 where none does; there the newest picture's border is stretched.
    func render(_ entries: [ViewMemory.Entry], from pose: CameraPose) -> (frame: Frame, seen: [UInt8]) {
        let (width, height) = (entries[0].frame.width, entries[0].frame.height)
        var frame = Frame(width: width, height: height)
        var seen = [UInt8](repeating: 0, count: width * height)
        if entries[0].pose == pose, entries.count == 1 { return (entries[0].frame, seen.map { _ in 2 }) }
        let layers = Results(entries.count)
        WorkerPool.shared.run(entries.count) { layers[$0] = ViewLayer(entries[$0], from: pose, focal: prior.focal) }
        let all = layers.values
        for top in stride(from: 0, to: height, by: Self.square) {
            for left in stride(from: 0, to: width, by: Self.square) {
                let square = (top..<min(height, top + Self.square)).flatMap { y in
                    (left..<min(width, left + Self.square)).map { y * width + $0 }
                }
                colour(square, all, &frame, &seen)
            }
        }
        stretch(entries[0], pose, &frame, seen)
        return (frame, seen)
    }

    private func colour(_ square: [Int], _ layers: [ViewLayer], _ frame: inout Frame, _ seen: inout [UInt8]) {
        for at in square {
            guard let newest = layers.firstIndex(where: { $0.covered[at] }) else { continue }
            seen[at] = newest == 0 ? 2 : 1
            for c in at * 3..<at * 3 + 3 { frame.pixels[c] = layers[newest].pixels[c] }
        }
        guard layers.count > 1 else { return }
        let now = square.map { at in
            SIMD3(Float(frame.pixels[at * 3]), Float(frame.pixels[at * 3 + 1]), Float(frame.pixels[at * 3 + 2]))
        }
        var left = square.indices.filter { seen[square[$0]] > 0 }
        for layer in layers.reversed() where !left.isEmpty {
            let shown = square.indices.filter { layer.covered[square[$0]] && seen[square[$0]] > 0 }
            guard !shown.isEmpty else { continue }
            var sum = SIMD3<Float>()
            for i in shown {
                let at = square[i] * 3
                sum += SIMD3(Float(layer.pixels[at]), Float(layer.pixels[at + 1]), Float(layer.pixels[at + 2])) - now[i]
            }
            let mean = sum / Float(shown.count)
            guard max(abs(mean.x), abs(mean.y), abs(mean.z)) < Self.tolerance else { continue }
            for i in left where layer.covered[square[i]] {
                let at = square[i] * 3
                for c in 0..<3 { frame.pixels[at + c] = layer.pixels[at + c] }
            }
            left.removeAll { layer.covered[square[$0]] }
        }
    }

    /// Where no picture shows anything: what would be there if the newest one's surroundings went on.
    private func stretch(_ entry: ViewMemory.Entry, _ pose: CameraPose, _ frame: inout Frame, _ seen: [UInt8]) {
        let (width, height) = (frame.width, frame.height)
        let projection = Projection(entry.pose, pose, focal: prior.focal, width: width, height: height)
        let background = prior.backdrop(pitch: pose.pitch)
        entry.frame.pixels.withUnsafeBufferPointer { source in
            frame.pixels.withUnsafeMutableBufferPointer { target in
                for at in seen.indices where seen[at] == 0 {
                    let (u, v) = projection.border(Float(at % width), Float(at / width), background[at])
                    ViewLayer.sample(source.baseAddress!, u, v, width, height, target.baseAddress! + at * 3)
                }
            }
        }
    }

    /// One result for each job of the workers.
    private final class Results: @unchecked Sendable {
        private let slots: UnsafeMutableBufferPointer<ViewLayer?>
        init(_ count: Int) {
            slots = .allocate(capacity: count)
            slots.initialize(repeating: nil)
        }
        subscript(_ i: Int) -> ViewLayer? {
            get { slots[i] }
            set { slots[i] = newValue }
        }
        var values: [ViewLayer] { slots.compactMap { $0 } }
        deinit {
            slots.deinitialize()
            slots.deallocate()
        }
    }
}
