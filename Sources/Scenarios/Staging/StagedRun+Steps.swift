import Worlds

extension StagedRun {
    /// Plays one step of a script.
    mutating func play(
        _ step: ScenarioStep, _ values: [String: PropertyValue], _ parameters: [ScenarioParameter]
    ) throws {
        let place = step.place
        switch step.operation {
        case .wait(let seconds): try wait(seconds.number(values) ?? 0, place)
        case .mark(let name): marks[name] = frame
        case .move(let motion): try move(motion, values, place)
        case .aim(let act): try aim(act, values, place)
        case .orbit(let degrees, let around):
            let name = around.word(values) ?? ""
            try orbit(degrees.number(values) ?? 0, around: try instance(name, place), name, place)
        case .act(let act):
            // Members of a pair take equally long, however often each of them presses.
            var slots = 0
            if case .parameter(let name, _) = act.times,
                let parameter = parameters.first(where: { $0.name == name && !$0.pair.isEmpty })
            {
                slots = Int((parameter.pair + parameter.ood).compactMap(\.number).max() ?? 0)
            }
            try self.act(act, values, slots: slots, place)
        }
    }
}
