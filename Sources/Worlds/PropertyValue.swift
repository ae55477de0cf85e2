/// A value in a scenario script: a number, a word or a list of numbers.
public enum PropertyValue: Hashable, Codable, Sendable {
    case number(Double)
    case word(String)
    case numbers([Double])

    public var number: Double? { if case .number(let x) = self { x } else { nil } }
    public var word: String? { if case .word(let x) = self { x } else { nil } }
    public var numbers: [Double]? { if case .numbers(let x) = self { x } else { nil } }
}
