import Foundation

/// The bound that follows from the renderer: halfway between the truth at its worst and the best floor cheat, over all
/// cases whose scripts bound the quantity.
public struct DerivedBound: Codable, Sendable {
    /// "effect_leak leak", "revisit".
    public var quantity: String
    public var isLeast: Bool
    /// Bounds that scripts set.
    public var set: [Double]
    /// Of the truth, over its cases.
    public var worst: Double
    /// Of the floor cheats that get past the gates; nil where none does.
    public var best: Double?
    public var cases: Int

    public var derived: Double? { best.map { (worst + $0) / 2 } }

    static func all(_ bounds: [BracketedCase.Bound]) -> [DerivedBound] {
        Dictionary(grouping: bounds, by: \.expected.name).sorted { $0.key < $1.key }.map { name, all in
            let isLeast = all[0].expected.isLeast
            let (truths, cheats) = (all.map(\.truth), all.flatMap(\.cheats))
            return DerivedBound(
                quantity: name, isLeast: isLeast, set: Set(all.map(\.expected.bound)).sorted(),
                worst: (isLeast ? truths.min() : truths.max()) ?? 0, best: isLeast ? cheats.max() : cheats.min(),
                cases: all.count)
        }
    }

    var text: String {
        func number(_ x: Double) -> String { String(format: "%.2f", x) }
        let sign = isLeast ? ">=" : "<="
        return "\(quantity): scripts ask \(sign) \(set.map(number).joined(separator: " or ")); truth \(number(worst)), "
            + "cheats \(best.map(number) ?? "none"), middle \(derived.map(number) ?? "-") (\(cases) cases)"
    }
}
