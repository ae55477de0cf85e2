import Foundation

/// A horizontal scale as an inline SVG as wide as its place: x in percent of the width, y in pixels, so that text and
/// marks keep their size on a phone.
struct Track {
    var low: Double
    var high: Double
    /// Pixels.
    var height = 24.0

    private func number(_ x: Double) -> HTML { HTML(raw: String(format: "%.2f", x)) }

    /// `value` as a share of the width; beyond the ends it stays at the end.
    func x(_ value: Double) -> HTML {
        let share = high > low ? (value - low) / (high - low) : 0.5
        return "\(number(100 * min(1, max(0, share))))%"
    }

    func bar(from: Double, to: Double, y: Double, thickness: Double, _ name: String) -> HTML {
        let (left, right) = (min(from, to), max(from, to))
        let width = Track(low: 0, high: high - low).x(min(high, right) - max(low, left))
        return """
            <rect class="\(name)" x="\(x(left))" y="\(number(y - thickness / 2))" width="\(width)" \
            height="\(number(thickness))"/>
            """
    }

    func span(_ interval: Interval, y: Double, _ name: String) -> HTML {
        "<line class=\"\(name)\" x1=\"\(x(interval.low))\" x2=\"\(x(interval.high))\" y1=\"\(number(y))\" y2=\"\(number(y))\"/>"
    }

    /// A vertical line at `value`, from `top` to `bottom` in pixels; the whole height by default.
    func tick(_ value: Double, top: Double = 0, bottom: Double? = nil, _ name: String) -> HTML {
        """
        <line class="\(name)" x1="\(x(value))" x2="\(x(value))" y1="\(number(top))" \
        y2="\(number(bottom ?? height))"/>
        """
    }

    /// A disc for A, a square for B: they differ without colour too. A grey disc for neither.
    func mark(_ value: Double, y: Double, run: Int?, radius: Double = 4.5) -> HTML {
        guard let run, run > 0 else {
            let name = run == nil ? "sum" : "c0"
            return "<circle class=\"mark \(name)\" cx=\"\(x(value))\" cy=\"\(number(y))\" r=\"\(number(radius))\"/>"
        }
        return """
            <svg x="\(x(value))" y="\(number(y))" overflow="visible"><rect class="mark c\(run)" x="\(number(-radius))" \
            y="\(number(-radius))" width="\(number(2 * radius))" height="\(number(2 * radius))"/></svg>
            """
    }

    /// A rhombus, for what sums up several rows.
    func diamond(_ value: Double, y: Double, radius: Double = 6) -> HTML {
        """
        <svg x="\(x(value))" y="\(number(y))" overflow="visible"><rect class="mark sum" x="\(number(-radius * 0.75))" \
        y="\(number(-radius * 0.75))" width="\(number(radius * 1.5))" height="\(number(radius * 1.5))" \
        transform="rotate(45)"/></svg>
        """
    }

    /// Text below the ends and the middle.
    func axis(_ left: String, _ middle: String, _ right: String) -> HTML {
        """
        <svg class="axis" width="100%" height="16" aria-hidden="true"><text x="0%" y="12">\(left)</text>\
        <text x="50%" y="12" text-anchor="middle">\(middle)</text>\
        <text x="100%" y="12" text-anchor="end">\(right)</text></svg>
        """
    }

    /// The whole, with a description for those who do not see it.
    func svg(_ description: String, _ shapes: [HTML]) -> HTML {
        """
        <svg class="track" role="img" width="100%" height="\(number(height))" overflow="visible">\
        <title>\(description)</title>\(shapes)</svg>
        """
    }
}
