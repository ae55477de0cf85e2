import CKernels

/// What this machine was measured to compute fastest with: the register tile of bf16 products, and the arithmetic of play where
/// a person leaves it open.
///
/// A tile changes no bit, for only those are measured that give the same; the arithmetic does, and so what was chosen is kept.
public struct ArithmeticChoice: Codable, Sendable, Equatable {
    public var tile: Kernels.Tile
    public var precision: Context.Precision
    /// Billions of operations a second that one thread made, by the tile's name.
    public var tiles: [String: Double]
    /// The same by the arithmetic's name, of a layer of play.
    public var layers: [String: Double]

    /// This program's choice: what is kept for this machine, or what is measured now and then kept.
    public static let current = ArithmeticFile.standard.choice { ArithmeticMeasurement().choice() }

    /// Makes the tile the one of the whole program.
    public func apply() { dk_tile_choose(tile.kind) }

    /// The arithmetic of a training on the CPU that can be made in either: bf16, or f32 where this machine multiplies that faster.
    public var training: Context.Precision {
        Self.fastest(layers.filter { $0.key != "int8" }, usual: .bf16)
    }

    /// What others must be faster by, so that noise decides nothing.
    static let margin = 1.15

    /// `usual`, or the fastest of those that are faster by the margin.
    static func fastest<Name: RawRepresentable<String>>(_ rates: [String: Double], usual: Name) -> Name {
        guard let best = rates.max(by: { ($0.value, $1.key) < ($1.value, $0.key) }),
            best.value > (rates[usual.rawValue] ?? 0) * margin
        else { return usual }
        return Name(rawValue: best.key) ?? usual
    }
}

extension ArithmeticChoice: CustomStringConvertible {
    /// What was chosen, and what each was measured at.
    public var description: String {
        "bf16 products by the \(tile.rawValue) tile (\(Self.list(tiles)) GFLOP/s a thread), --precision auto is "
            + "\(precision.rawValue) (\(Self.list(layers)))"
    }

    private static func list(_ rates: [String: Double]) -> String {
        rates.sorted { $0.value > $1.value }.map { "\($0.key) \(Int($0.value.rounded()))" }.joined(separator: ", ")
    }
}
