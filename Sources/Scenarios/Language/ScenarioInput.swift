import Tensors
import Worlds

/// A value in a script that may depend on parameters: a literal, `$name`, `-$name`, or a list of these.
public indirect enum ScenarioInput: Hashable, Sendable {
    case value(PropertyValue)
    case parameter(String, negated: Bool)
    case list([ScenarioInput])

    /// The value under a draw's `parameters`.
    public func resolved(_ parameters: [String: PropertyValue]) -> PropertyValue {
        switch self {
        case .value(let value): return value
        case .parameter(let name, let negated):
            // Undefined names are refused while parsing.
            guard let value = parameters[name] else { return .word("$" + name) }
            if negated, case .number(let x) = value { return .number(-x) }
            return value
        case .list(let inputs):
            let values = inputs.map { $0.resolved(parameters) }
            let numbers = values.compactMap(\.number)
            return numbers.count == values.count
                ? .numbers(numbers) : .word(values.map(\.text).joined(separator: " "))
        }
    }

    public func number(_ parameters: [String: PropertyValue]) -> Double? { resolved(parameters).number }
    public func word(_ parameters: [String: PropertyValue]) -> String? { resolved(parameters).word }

    /// Names of the parameters in it.
    public var names: [String] {
        switch self {
        case .value: []
        case .parameter(let name, _): [name]
        case .list(let inputs): inputs.flatMap(\.names)
        }
    }
}

extension PropertyValue {
    /// As a script would write it.
    public var text: String {
        switch self {
        case .number(let x): x == x.rounded() && abs(x) < 1e9 ? String(Int(x)) : String(x)
        case .word(let x): x
        case .numbers(let x): "[\(x.map { PropertyValue.number($0).text }.joined(separator: ", "))]"
        }
    }
}
