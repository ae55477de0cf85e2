import Worlds

/// The keys, sticks and mouse movement since the model last asked, and the action they make.
///
/// A key tapped between two frames counts for one frame; mouse movement is carried over until it is used up.
public struct InputState: Sendable {
    /// How far each key or stick is pressed, 0...1.
    public private(set) var levels: [String: Float] = [:]
    private var tapped: Set<String> = []
    private var mouse = SIMD2<Float>.zero
    private var changed: ContinuousClock.Instant?
    /// Frames' worth of mouse movement that may wait; more is a sweep nobody could follow.
    private static let mouseLimit: Float = 4

    public init() {}

    public var pressed: [String] { levels.filter { $0.value > 0.5 }.keys.sorted() }

    public mutating func press(_ key: String, level: Float = 1, at now: ContinuousClock.Instant = .now) {
        if level > 0.5 && (levels[key] ?? 0) <= 0.5 { tapped.insert(key) }
        if levels[key] != level { changed = changed ?? now }
        levels[key] = level
    }

    public mutating func release(_ key: String, at now: ContinuousClock.Instant = .now) {
        if levels.removeValue(forKey: key) != nil { changed = changed ?? now }
    }

    /// Forgets everything held, e.g. when the window loses the keyboard.
    public mutating func releaseAll() {
        (levels, tapped, mouse) = ([:], [], .zero)
    }

    /// Adds mouse movement: shares of the turn and look axes, to the right and upwards.
    public mutating func move(turn: Float, look: Float, at now: ContinuousClock.Instant = .now) {
        changed = changed ?? now
        let limit = SIMD2<Float>(repeating: Self.mouseLimit)
        mouse = (mouse + SIMD2(turn, look)).clamped(lowerBound: -limit, upperBound: limit)
    }

    /// The action for the next `frames` frames, and when its oldest change happened.
    public mutating func take(
        _ bindings: Bindings, frames: Int = 1
    ) -> (action: Action, keyed: ContinuousClock.Instant?) {
        let channels = bindings.space.channels
        let (turn, look) = (bindings.space.turnAxis, bindings.space.lookAxis)
        var action = Action.none(channels.count)
        func level(_ target: Bindings.Target) -> Float {
            (bindings.keys[target] ?? []).map { max(levels[$0] ?? 0, tapped.contains($0) ? 1 : 0) }.max() ?? 0
        }
        for (index, channel) in channels.enumerated() {
            let plus = level(.channel(index, negative: false))
            if channel.kind == .key {
                action.values[index] = plus > 0.5 ? 1 : 0
                continue
            }
            var value = plus - level(.channel(index, negative: true))
            // An axis may turn to the left, or look down.
            let side: Float = (channel.degrees ?? 1) < 0 ? -1 : 1
            if index == turn { value += side * use(\.x, frames) }
            if index == look { value += side * use(\.y, frames) }
            // Steps of 1/256 are short in the log.
            action.values[index] = (max(-1, min(1, value)) * 256).rounded() / 256
        }
        let keyed = changed
        (tapped, changed) = ([], nil)
        return (action, keyed)
    }

    private mutating func use(_ axis: WritableKeyPath<SIMD2<Float>, Float>, _ frames: Int) -> Float {
        let used = max(-1, min(1, mouse[keyPath: axis] / Float(frames)))
        mouse[keyPath: axis] -= used * Float(frames)
        return used
    }
}
