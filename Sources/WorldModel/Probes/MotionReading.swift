/// What a probe reads of pairs of pictures, beside what the camera truly did.
public struct MotionReading: Sendable {
    public private(set) var found: [SIMD4<Float>] = []
    public private(set) var wanted: [CameraShift] = []

    public init() {}

    public mutating func append(_ found: SIMD4<Float>, wanted: CameraShift) {
        self.found.append(found)
        self.wanted.append(wanted)
    }

    public init(_ pairs: some Sequence<(SIMD4<Float>, CameraShift)>) {
        for (found, wanted) in pairs { append(found, wanted: wanted) }
    }

    /// Kinds of motion that occur unmixed, each with how many pairs show it and in how many of them it is found.
    public var kinds: [MotionKind: (right: Int, of: Int)] {
        var result: [MotionKind: (right: Int, of: Int)] = [:]
        for (found, wanted) in zip(found, wanted) {
            guard let kind = wanted.kind else { continue }
            result[kind, default: (0, 0)].of += 1
            if CameraShift(found).likeliest == kind { result[kind]!.right += 1 }
        }
        return result
    }

    /// The mean over those kinds of the share that is found; 0 where there are none.
    public var accuracy: Double {
        let kinds = kinds.values
        return kinds.reduce(0) { $0 + Double($1.right) / Double($1.of) } / Double(max(1, kinds.count))
    }

    /// The slope of found on true motion, all parts (or one) together, through the origin; 0 where nothing moves.
    public func gain(of part: Int? = nil) -> Double {
        var (product, square) = (0.0, 0.0)
        for (found, wanted) in zip(found, wanted) {
            for i in part.map({ $0...$0 }) ?? 0...3 {
                product += Double(found[i] * wanted.parts[i])
                square += Double(wanted.parts[i] * wanted.parts[i])
            }
        }
        return square > 0 ? product / square : 0
    }
}
