/// Where the stage of a template lies and how far the player may go.
struct StageLayout: Sendable {
    /// Metres from the player's start to the middle of the stage, along +z.
    var ahead: Float
    /// Whether the stage is a table or platforms: places lie half as far apart, things are smaller.
    var isNarrow = false
    /// The free ground, metres.
    var x: ClosedRange<Float>
    var z: ClosedRange<Float>
    /// How far the second of two equal rooms lies behind the first; 0 where there is none.
    var secondRoom: Float = 0
    /// Where clutter may stand, apart from the way to the stage.
    var clutter: (x: ClosedRange<Float>, z: ClosedRange<Float>)?
}
