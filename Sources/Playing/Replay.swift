/// Operations that are applied before the keys are.
struct Replay {
    private(set) var operations: ArraySlice<PlayOperation>
    /// The next ones, whose pictures are not shown.
    private(set) var unshown: Int
    /// The frame to look at afterwards.
    let viewing: Int?
    /// Whether the game pauses at the end.
    let rests: Bool
    /// Fingerprints that were met, and those that were not.
    private(set) var same = 0
    private(set) var different = 0

    init(_ operations: [PlayOperation] = [], unshown: Int = 0, viewing: Int? = nil, rests: Bool = true) {
        (self.operations, self.viewing, self.rests) = (operations[...], viewing, rests)
        self.unshown = min(unshown, operations.count)
    }

    var isOver: Bool { operations.isEmpty }

    /// The next operation, and whether its picture is shown.
    mutating func next() -> (operation: PlayOperation, isShown: Bool)? {
        guard let operation = operations.popFirst() else { return nil }
        defer { unshown = max(0, unshown - 1) }
        return (operation, unshown == 0)
    }

    mutating func check(_ expected: UInt64, _ found: UInt64) {
        if expected == found { same += 1 } else { different += 1 }
    }
}
