import Worlds

/// One step of a script.
public struct ScenarioStep: Hashable, Sendable {
    public enum Operation: Hashable, Sendable {
        /// Nothing is pressed for so many seconds.
        case wait(ScenarioInput)
        /// Gives this moment a name.
        case mark(String)
        case move(Motion)
        /// Turns and looks until the crosshair meets a thing, walking up to it if it is out of reach.
        case aim(Act)
        /// `aim`, then one press of `use` or several.
        case act(Act)
        /// Circles a thing sideways while looking at it: degrees round it, to the right.
        case orbit(ScenarioInput, around: ScenarioInput)
    }

    /// Movements that happen at once.
    public struct Motion: Hashable, Sendable {
        /// Metres ahead; negative walks backwards.
        public var walk: ScenarioInput?
        /// Metres to the right.
        public var strafe: ScenarioInput?
        /// Degrees to the right.
        public var turn: ScenarioInput?
        /// Degrees upwards.
        public var look: ScenarioInput?
        /// Jumps.
        public var jump: ScenarioInput?
        /// Degrees a second of turn and look.
        public var rate: ScenarioInput?
        /// How long it all takes, in seconds, where nothing else says so.
        public var seconds: ScenarioInput?
    }

    /// What is done to a thing.
    public struct Act: Hashable, Sendable {
        /// One of the vocabulary's verbs; "aim" of an aim.
        public var verb: String
        public var object: ScenarioInput?
        /// What branches call it: the verb, unless the script says otherwise.
        public var label: String
        /// Which way a push goes: left, right or away.
        public var direction: ScenarioInput?
        public var times: ScenarioInput?
        /// Where a thing in the hand is put: an object, with `inside`, `on` or `beside`.
        public var target: ScenarioInput?
        public var place: ScenarioInput?
    }

    public var operation: Operation
    public var place: ScriptLocation

    public init(_ operation: Operation, place: ScriptLocation) {
        (self.operation, self.place) = (operation, place)
    }
}

extension ScenarioStep.Operation {
    /// Names of the parameters it depends on.
    public var names: [String] {
        switch self {
        case .wait(let input): input.names
        case .mark: []
        case .move(let m):
            [m.walk, m.strafe, m.turn, m.look, m.jump, m.rate, m.seconds].compactMap(\.self).flatMap(\.names)
        case .aim(let act), .act(let act): act.names
        case .orbit(let degrees, let around): degrees.names + around.names
        }
    }
}

extension ScenarioStep.Act {
    /// Names of the parameters it depends on.
    public var names: [String] { [object, direction, times, target, place].compactMap(\.self).flatMap(\.names) }
}
