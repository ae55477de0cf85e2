import Foundation

/// A plot of curves as inline SVG: lines in a stretched inner picture, text and marks beside it at their own size.
struct CurvePlot {
    var description: String
    var xLabel: String
    var yLabel: String
    /// One for each run; empty ones are not drawn.
    var curves: [Curve]
    /// A level worth a line of its own, with its name.
    var level: (y: Double, name: String)?
    /// Ends of the y axis that are always shown.
    var base: ClosedRange<Double> = 0...1
    /// Whether points get marks, if they are few.
    var marked = true

    private static let height = 190.0

    func svg() -> HTML {
        let points = curves.flatMap(\.points)
        let right = max(1, points.map(\.x).max() ?? 1)
        let low = min(base.lowerBound, points.map(\.y).min() ?? 0)
        let high = max(base.upperBound, points.map(\.y).max() ?? 1)
        let track = Track(low: 0, high: right, height: Self.height)
        func y(_ value: Double) -> Double { Self.height * (1 - (value - low) / max(high - low, 1e-9)) }
        var shapes: [HTML] = []
        for share in [0, 0.5, 1] {
            let value = low + share * (high - low)
            shapes.append(
                """
                <line class="grid" x1="0%" x2="100%" y1="\(number(y(value)))" y2="\(number(y(value)))"/>\
                <text class="tick" x="-4" y="\(number(y(value) + 4))" text-anchor="end">\(tick(value))</text>
                """)
        }
        if let level {
            shapes.append(
                """
                <line class="level" x1="0%" x2="100%" y1="\(number(y(level.y)))" y2="\(number(y(level.y)))"/>\
                <text class="tick" x="100%" y="\(number(y(level.y) - 4))" text-anchor="end">\(level.name)</text>
                """)
        }
        for (run, curve) in curves.enumerated() where !curve.points.isEmpty {
            let path = curve.points.map { number(1000 * $0.x / right).text + "," + number(y($0.y)).text }
            shapes.append(
                """
                <svg width="100%" height="\(number(Self.height))" viewBox="0 0 1000 \(number(Self.height))" \
                preserveAspectRatio="none" overflow="visible"><polyline class="curve c\(run)" \
                points="\(path.joined(separator: " "))"/></svg>
                """)
            if marked && curve.points.count <= 16 {
                shapes += curve.points.map { track.mark($0.x, y: y($0.y), run: run, radius: 3.5) }
            }
        }
        return """
            <div class="curveplot"><div class="ylabel">\(yLabel)</div><div class="plot">\(track.svg(description, shapes))\
            \(track.axis("0", xLabel, tick(right.rounded())))</div></div>

            """
    }

    private func number(_ x: Double) -> HTML { HTML(raw: String(format: "%.2f", x)) }

    private func tick(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e6
            ? "\(value < 0 ? "\u{2212}" : "")\(ScoreFormat.whole(abs(value)))" : ScoreFormat.score(value)
    }
}
