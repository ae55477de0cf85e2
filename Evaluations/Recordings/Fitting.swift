import Worlds

/// How pictures of a recording become pictures of the case's size: turned, cut and scaled, all alike.
struct Fitting: Sendable {
    /// Clockwise.
    var quarterTurns = 0
    /// The part that is kept, of the turned picture; nil: all.
    var part: (x: Double, y: Double, width: Double, height: Double)?
    /// What is done, for a sentence; nil where that goes without saying.
    var deed: String?
    /// Whether the pictures, turned, have not the case's shape.
    var isOtherShape = false

    func callAsFunction(_ frame: Frame, _ size: (width: Int, height: Int)) -> Frame {
        let turned = frame.turned(quarters: quarterTurns)
        guard let part else { return turned.resampled(to: size) }
        return turned.resampled(x: part.x, y: part.y, width: part.width, height: part.height, to: size)
    }

    /// Shapes that differ by less are the same.
    private static let tolerance = 0.02

    /// The ways to fit pictures like `samples` into `size`: the first is taken where nothing speaks for another.
    /// - Parameters:
    ///   - pixelAspect: width of a pixel over its height.
    ///   - turns: what a rotation tag asks for.
    static func ways(
        _ samples: [Frame], into size: (width: Int, height: Int), pixelAspect: Double, turns: Int
    ) -> [Fitting] {
        guard let first = samples.first else { return [Fitting()] }
        var ways: [Fitting] = []
        for quarters in turns == 0 ? [0] : [turns, 0] {
            let (w, h) = quarters % 2 == 0 ? (first.width, first.height) : (first.height, first.width)
            let aspect = quarters % 2 == 0 ? pixelAspect : 1 / pixelAspect
            let tag = turns == 0 ? nil : "its rotation tag is \(quarters == 0 ? "ignored" : "followed")"
            func add(_ deed: String?, _ part: (x: Double, y: Double, width: Double, height: Double)? = nil) {
                let deeds = [tag, deed].compactMap { $0 }
                ways.append(
                    Fitting(
                        quarterTurns: quarters, part: part,
                        deed: deeds.isEmpty ? nil : deeds.joined(separator: " and "), isOtherShape: deed != nil))
            }
            let shape = Double(w) * aspect / Double(h)
            let wanted = Double(size.width) / Double(size.height)
            if abs(shape / wanted - 1) <= tolerance {
                add(nil)
                continue
            }
            if shape > wanted {
                let width = Double(h) * wanted / aspect
                add("its middle is cut out", ((Double(w) - width) / 2, 0, width, Double(h)))
            } else {
                let height = Double(w) * aspect / wanted
                add("its middle is cut out", (0, (Double(h) - height) / 2, Double(w), height))
            }
            add("it is squeezed to the case's")
            if let inside = inside(samples.map { $0.turned(quarters: quarters) }) {
                add("its black bars are cut off", inside)
            }
        }
        return ways
    }

    /// What black bars leave of pictures; nil where there are none.
    private static func inside(_ frames: [Frame]) -> (x: Double, y: Double, width: Double, height: Double)? {
        guard let first = frames.first else { return nil }
        let (w, h) = (first.width, first.height)
        func isLit(_ x: Int, _ y: Int) -> Bool {
            frames.contains { $0.pixels[(y * w + x) * 3..<(y * w + x) * 3 + 3].contains { $0 > 32 } }
        }
        guard let top = (0..<h).first(where: { y in (0..<w).contains { isLit($0, y) } }),
            let bottom = (0..<h).last(where: { y in (0..<w).contains { isLit($0, y) } }),
            let left = (0..<w).first(where: { x in (0..<h).contains { isLit(x, $0) } }),
            let right = (0..<w).last(where: { x in (0..<h).contains { isLit(x, $0) } }),
            right - left + 1 < w || bottom - top + 1 < h
        else { return nil }
        return (Double(left), Double(top), Double(right - left + 1), Double(bottom - top + 1))
    }
}
