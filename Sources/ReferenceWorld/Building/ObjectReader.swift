import Tensors
import Worlds

/// Reads the properties of an object, with errors that name the object and the property.
struct ObjectReader {
    let object: ObjectDescription
    let kind: ThingKind

    init(_ object: ObjectDescription) throws {
        self.object = object
        guard let kind = ThingKind(rawValue: object.kind) else {
            throw FileError(
                "The object '\(object.id)' is of no known kind '\(object.kind)'"
                    + NearestWord.hint(object.kind, among: ThingKind.allCases.map(\.rawValue)))
        }
        self.kind = kind
        let words = ThingKind.commonProperties + kind.properties
        for key in object.properties.keys.sorted() where !words.contains(key) {
            throw FileError(
                "The \(kind.rawValue) '\(object.id)' has no property '\(key)'" + NearestWord.hint(key, among: words))
        }
    }

    func error(_ message: String) -> FileError { FileError("The \(kind.rawValue) '\(object.id)' " + message) }

    func has(_ key: String) -> Bool { object.properties[key] != nil }

    func number(_ key: String, _ fallback: Float, in range: ClosedRange<Double> = -1000...1000) throws -> Float {
        guard let value = object.properties[key] else { return fallback }
        guard let number = value.number, range.contains(number) else {
            throw error(
                "needs a number from \(Self.text(range.lowerBound)) to \(Self.text(range.upperBound)) as '\(key)'.")
        }
        return Float(number)
    }

    func whole(_ key: String, _ fallback: Int, in range: ClosedRange<Double>) throws -> Int {
        guard let value = object.properties[key] else { return fallback }
        guard let number = value.number, range.contains(number), number == number.rounded() else {
            throw error(
                "needs a whole number from \(Self.text(range.lowerBound)) to \(Self.text(range.upperBound)) as '\(key)'."
            )
        }
        return Int(number)
    }

    func word(_ key: String) throws -> String? {
        guard let value = object.properties[key] else { return nil }
        guard let word = value.word else { throw error("needs a word as '\(key)'.") }
        return word
    }

    func word(_ key: String, among words: [String]) throws -> String? {
        guard let word = try word(key) else { return nil }
        guard words.contains(word) else {
            throw error("has an unknown '\(key)': '\(word)'" + NearestWord.hint(word, among: words))
        }
        return word
    }

    func flag(_ key: String, _ fallback: Bool) throws -> Bool {
        switch object.properties[key] {
        case nil: return fallback
        case .number(1), .word("yes"), .word("true"): return true
        case .number(0), .word("no"), .word("false"): return false
        default: throw error("needs yes or no as '\(key)'.")
        }
    }

    func numbers(_ key: String, counts: (Int) -> Bool, _ what: String) throws -> [Float]? {
        guard let value = object.properties[key] else { return nil }
        guard let numbers = value.numbers, counts(numbers.count), numbers.allSatisfy({ abs($0) <= 100_000 }) else {
            throw error("needs \(what) as '\(key)'.")
        }
        return numbers.map { Float($0) }
    }

    func vector(_ key: String) throws -> SIMD3<Float>? {
        guard let v = try numbers(key, counts: { $0 == 3 }, "three numbers [x, y, z]") else { return nil }
        guard v.allSatisfy({ abs($0) <= 1000 }) else { throw error("lies beyond 1000 m by its '\(key)'.") }
        return SIMD3(v[0], v[1], v[2])
    }

    private static func text(_ x: Double) -> String { x == x.rounded() ? String(Int(x)) : String(x) }
}
