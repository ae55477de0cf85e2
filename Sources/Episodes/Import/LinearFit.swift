import Foundation

/// Least squares: what part of some signals a few inputs explain (with a little ridge, for inputs that say the same).
struct LinearFit {
    private let inputs: Int
    private let outputs: Int
    private(set) var count = 0
    private var xx: [Double]
    private var xy: [Double]
    private var yy: [Double]
    private var sumX: [Double]
    private var sumY: [Double]

    init(inputs: Int, outputs: Int) {
        (self.inputs, self.outputs) = (inputs, outputs)
        (xx, xy) = ([Double](repeating: 0, count: inputs * inputs), [Double](repeating: 0, count: inputs * outputs))
        (yy, sumX) = ([Double](repeating: 0, count: outputs), [Double](repeating: 0, count: inputs))
        sumY = [Double](repeating: 0, count: outputs)
    }

    mutating func add(_ x: [Float], _ y: [Float]) {
        count += 1
        for i in 0..<inputs where x[i] != 0 {
            for j in 0..<inputs { xx[i * inputs + j] += Double(x[i]) * Double(x[j]) }
            for j in 0..<outputs { xy[i * outputs + j] += Double(x[i]) * Double(y[j]) }
            sumX[i] += Double(x[i])
        }
        for j in 0..<outputs {
            yy[j] += Double(y[j]) * Double(y[j])
            sumY[j] += Double(y[j])
        }
    }

    /// The share of each output's variance that the inputs explain, and the slopes [inputs, outputs].
    func solve() -> (explained: [Double], slopes: [Double]) {
        guard count > 1 else { return ([Double](repeating: 0, count: outputs), xy.map { _ in 0 }) }
        let n = Double(count)
        var a = xx
        var b = xy
        for i in 0..<inputs {
            for j in 0..<inputs { a[i * inputs + j] -= sumX[i] * sumX[j] / n }
            for j in 0..<outputs { b[i * outputs + j] -= sumX[i] * sumY[j] / n }
        }
        let plain = b
        let ridge = 1e-6 * (0..<inputs).reduce(1e-9) { $0 + a[$1 * inputs + $1] }
        for i in 0..<inputs { a[i * inputs + i] += ridge }
        // Gauss without pivots: the matrix is symmetric and positive.
        for i in 0..<inputs {
            let pivot = a[i * inputs + i]
            for k in (i + 1)..<max(i + 1, inputs) {
                let factor = a[k * inputs + i] / pivot
                if factor == 0 { continue }
                for j in i..<inputs { a[k * inputs + j] -= factor * a[i * inputs + j] }
                for j in 0..<outputs { b[k * outputs + j] -= factor * b[i * outputs + j] }
            }
        }
        var slopes = [Double](repeating: 0, count: inputs * outputs)
        for i in (0..<inputs).reversed() {
            for j in 0..<outputs {
                var value = b[i * outputs + j]
                for k in (i + 1)..<max(i + 1, inputs) { value -= a[i * inputs + k] * slopes[k * outputs + j] }
                slopes[i * outputs + j] = value / a[i * inputs + i]
            }
        }
        let explained = (0..<outputs).map { j -> Double in
            let variance = yy[j] - sumY[j] * sumY[j] / n
            if variance <= 1e-9 * max(1, yy[j]) { return 0 }
            let part = (0..<inputs).reduce(0.0) { $0 + slopes[$1 * outputs + j] * plain[$1 * outputs + j] }
            return max(0, min(0.999999, part / variance))
        }
        return (explained, slopes)
    }
}
