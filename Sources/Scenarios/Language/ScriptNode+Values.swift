import Foundation
import Worlds

/// Values and parameters.
extension ScriptNode {
    /// A literal: a number, a word or a list of numbers.
    func literal(_ what: String) throws -> PropertyValue {
        if isList {
            let numbers = try list(what, limit: 256).map { entry in
                guard let x = entry.scalar.flatMap(Self.number) else {
                    throw entry.error("\(what) must be a list of numbers, and \(entry.kind) is none.")
                }
                return x
            }
            return .numbers(numbers)
        }
        let text = try text(what)
        if text.hasPrefix("$") { throw error("\(what) must be a value, not the parameter \(text.prefix(41)).") }
        if let x = Self.number(text) { return .number(x) }
        if let first = text.utf8.first, (48...57).contains(first) || first == 45 || first == 46 {
            throw error("\(what) '\(text.prefix(40))' is not a number of at most \(Int(Self.largest)).")
        }
        return .word(text)
    }

    /// A value that may be, or hold, parameters. `unit` may follow a number: "2 s".
    func input(_ what: String, unit: String? = nil) throws -> ScenarioInput {
        if isList {
            return .list(try list(what, limit: 256).map { try $0.input(what) }).folded
        }
        var text = try text(what)
        let negated = text.hasPrefix("-$")
        if negated || text.hasPrefix("$") {
            let name = String(text.dropFirst(negated ? 2 : 1))
            guard Self.isName(name) else { throw error("'\(text.prefix(41))' does not name a parameter.") }
            return .parameter(name, negated: negated)
        }
        if let unit, let space = text.firstIndex(of: " "), Self.number(String(text[..<space])) != nil {
            let given = text[space...].trimmingCharacters(in: .whitespaces)
            guard given == unit else { throw error("\(what) is in \(unit), not in \(given.prefix(20)).") }
            text = String(text[..<space])
            return .value(.number(Self.number(text) ?? 0))
        }
        return .value(try literal(what))
    }
}

extension ScenarioInput {
    /// A list without parameters as a plain value.
    var folded: ScenarioInput {
        guard case .list(let entries) = self else { return self }
        let numbers = entries.compactMap { entry -> Double? in
            if case .value(.number(let x)) = entry { x } else { nil }
        }
        return numbers.count == entries.count ? .value(.numbers(numbers)) : self
    }
}
