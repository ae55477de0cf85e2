import Testing

@testable import Tensors

/// What rectified flow is made of, on the CPU, against numbers worked out by hand.
struct FlowTests {
    private let context = Context(ParameterStore(), pool: BufferPool(device: nil))

    private func tensor(_ shape: [Int], _ values: [Float]) -> Tensor { context.constant(values, shape) }

    @Test func everyPartIsMixedByItsLevel() {
        let mixed = context.mixed(
            tensor([3, 2], [1, 2, 3, 4, 5, 6]), tensor([3, 2], [10, 20, 30, 40, 50, 60]), levels: [0, 0.25, 1])
        #expect(mixed.array == [1, 2, 9.75, 13, 50, 60])
    }

    @Test func sumsHaveAFactorForEveryPart() {
        let (x, y) = (tensor([4], [1, 2, 3, 4]), tensor([2, 2], [10, 20, 30, 40]))
        #expect(context.combined(2, x, -0.5, y).array == [-3, -6, -9, -12])
        #expect(context.combined(2, x, -0.5, y, factors: [0, 2]).array == [2, 4, -24, -32])
        context.add(0.5, y, into: x)
        #expect(x.array == [6, 12, 18, 24])
    }

    @Test func theErrorsGradientIsItsSlope() {
        let (v, target) = (Int8Tests.normals(12, 1), Int8Tests.normals(12, 2))
        let weights: [Float] = [0, 1, 0.5]
        func error(_ v: [Float]) -> (gradient: Tensor, loss: () -> Float) {
            context.weightedError(tensor([3, 4], v), tensor([3, 4], target), weights: weights)
        }
        let (gradient, loss) = error(v)
        var sum: Float = 0
        for i in 0..<12 {
            let difference = v[i] - target[i]
            sum += weights[i / 4] * difference * difference
        }
        #expect(abs(loss() - sum / 6) < 1e-5)
        for i in 0..<12 {
            var (up, down) = (v, v)
            (up[i], down[i]) = (v[i] + 0.1, v[i] - 0.1)
            // A parabola's slope is that of any chord round the point.
            let slope = (error(up).loss() - error(down).loss()) / 0.2
            #expect(abs(slope - gradient.array[i]) < 1e-4)
        }
        let nothing = context.weightedError(tensor([2], [1, 2]), tensor([2], [3, 4]), weights: [0, 0])
        #expect(nothing.loss() == 0 && nothing.gradient.array == [0, 0])
    }

    @Test func longVectorsAreCutAndAllAreScaled() {
        let x = tensor([4, 2], [3, 3, -0.5, 0.5, 0, 0, 0, -4])
        context.limit(x, to: 1, strengths: [0.5, 2])
        let expected: [Float] = [0.5, 0.5, -0.25, 0.25, 0, 0, 0, -2 * Float(2).squareRoot()]
        for (found, expected) in zip(x.array, expected) { #expect(abs(found - expected) < 1e-6) }
    }

    @Test func viewsGetNoiseAndTheErrorOfTheFrameBefore() {
        // Two clips of two frames, two pixels of one channel and two shares.
        let views = tensor([4, 2, 3], (0..<24).map(Float.init))
        let noise = tensor([4, 2, 1], [1, 2, 3, 4, 5, 6, 7, 8])
        let errors = tensor([4, 2, 1], [100, 200, 300, 400, 500, 600, 700, 800])
        func noised(_ errors: Tensor?) -> [Float] {
            context.noisedViews(views, noise: noise, errors: errors, levels: [0.5, -1, 0.25, 0], clipFrames: 2).array
        }
        #expect(
            noised(nil) == [
                0.5, 1, 2, 0.5, 4, 4, 5, 0.5, 6, 7, 8, 0, 9, 10, 11, 0, 13.25, 13, 14, 0.25, 16.5, 16, 17, 0.25, 18, 19,
                20, 0, 21, 22, 23, 0,
            ])
        let difference = zip(noised(errors), noised(nil)).map { $0 - $1 }
        // The second frame of the first clip shows nothing; that of the other shows the errors of the frame before it.
        var expected = [Float](repeating: 0, count: 32)
        (expected[24], expected[28]) = (500, 600)
        #expect(difference == expected)
    }

    @Test func rowsAreWrittenGatheredAndSetSideBySide() {
        let table = tensor([4, 2], [Float](repeating: 0, count: 8))
        context.write([1, 2, 3, 4], to: table, row: 2)
        #expect(table.array == [0, 0, 0, 0, 1, 2, 3, 4])
        #expect(context.gathered(table, [3, -1, 2, 3]).array == [3, 4, 0, 0, 1, 2, 3, 4])
        let joined = context.joined([table, tensor([2, 1], [7, 8])], rows: 4)
        #expect(joined.shape == [4, 3])
        #expect(joined.array == [0, 0, 7, 0, 0, 8, 1, 2, 7, 3, 4, 8])
    }

    @Test func aRowIsNoCopy() {
        let table = tensor([3, 2], [1, 2, 3, 4, 5, 6])
        let row = context.row(1, of: table)
        #expect(row.shape == [1, 2] && row.array == [3, 4])
        table.f32[2] = 9
        row.f32[1] = 8
        #expect(row.array == [9, 8] && table.array == [1, 2, 9, 8, 5, 6])
        #expect(context.row(0, of: context.row(2, of: table)).array == [5, 6])
    }
}
