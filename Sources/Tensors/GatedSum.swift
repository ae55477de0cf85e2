/// What a linear layer's result y is added to: x + gate * y, with gate a slice of `modulation` as in
/// `Context.normalize`; without modulation the plain sum.
public struct GatedSum {
    public var x: Tensor
    public var modulation: Tensor?
    public var gate: Int

    public init(_ x: Tensor, modulation: Tensor? = nil, gate: Int = 0) {
        (self.x, self.modulation, self.gate) = (x, modulation, gate)
    }
}
