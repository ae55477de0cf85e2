import Foundation
import Testing

@testable import Worlds

struct ActionEffectTests {
    private func decode(_ json: String) throws -> ActionChannel {
        try JSONDecoder().decode(ActionChannel.self, from: Data(json.utf8))
    }

    @Test func comesBackFromItsFile() throws {
        let effects: [ActionEffect] = [
            .turn(degrees: -3.5), .turn(degrees: nil), .look(degrees: 4), .move(metres: 0.12, .left),
            .move(metres: nil, .back), .jump, .use, .none,
        ]
        #expect(try JSONDecoder().decode([ActionEffect].self, from: JSONEncoder().encode(effects)) == effects)
        let text = String(decoding: try JSONEncoder().encode(ActionEffect.jump), as: UTF8.self)
        #expect(text == #"{"kind":"jump"}"#)
    }

    @Test(arguments: [
        #"{"kind": "fly"}"#, #"{"kind": "turn", "degrees": 0}"#, #"{"kind": "turn", "degrees": 1e30}"#,
        #"{"kind": "turn", "degrees": "6"}"#, #"{"kind": "move", "metres": 1}"#,
        #"{"kind": "move", "metres": -1, "direction": "left"}"#,
        #"{"degrees": 6}"#, "6",
    ])
    func refusesWhatNoChannelCanDo(_ json: String) {
        #expect(throws: (any Error).self) { try JSONDecoder().decode(ActionEffect.self, from: Data(json.utf8)) }
    }

    @Test func translatesOlderFilesByTheirWords() throws {
        func effect(_ name: String, _ meaning: String) throws -> ActionEffect {
            try decode(#"{"name": "\#(name)", "kind": "axis", "bindings": [], "meaning": "\#(meaning)"}"#).effect
        }
        for channel in ActionSpace.standard.channels {
            #expect(try effect(channel.name, channel.meaning) == channel.effect)
        }
        #expect(try effect("yaw", "turn left 3 degrees a frame") == .turn(degrees: -3))
        #expect(try effect("turn", "spin by 5 degrees") == .turn(degrees: 5))
        #expect(try effect("turn", "spin") == .turn(degrees: nil))
        #expect(try effect("step", "strafe right 0.5 m a frame") == .move(metres: 0.5, .right))
        #expect(try effect("back", "away") == .move(metres: nil, .back))
        #expect(try effect("fire", "shoot") == .none)
        #expect(try effect("turn", "turn right 0 degrees a frame") == .none)
    }

    @Test func anEffectInTheFileCountsMoreThanTheWords() throws {
        let channel = try decode(
            #"{"name": "turn", "kind": "axis", "bindings": [], "meaning": "turn right 6 degrees", "effect": {"kind": "jump"}}"#
        )
        #expect(channel.effect == .jump && channel.degrees == nil)
    }

    @Test func translatesActionsByWhatTheyDo() {
        let other = ActionSpace(channels: [
            .init(name: "yaw", kind: .axis, bindings: [], meaning: "", effect: .turn(degrees: -12)),
            .init(name: "ahead", kind: .axis, bindings: [], meaning: "", effect: .move(metres: 1, .forward)),
            .init(name: "use", kind: .key, bindings: [], meaning: "", effect: .jump),
            .init(name: "sidle", kind: .key, bindings: [], meaning: "", effect: .move(metres: nil, .left)),
        ])
        let translation = ActionTranslation(from: .standard, to: other)
        var action = Action.none()
        (action[.turn], action[.back], action[.use], action[.left], action[.look]) = (0.5, 1, 1, 1, 1)
        #expect(translation(action).values == [-0.25, -1, 0, 1])
        action = .none()
        action[.jump] = 1
        #expect(translation(action).values == [0, 0, 1, 0])
        // An axis drives no keys; names count only where nobody knows what a channel does.
        let back = ActionTranslation(from: other, to: .standard)
        #expect(back.targets[1] == nil && back.targets[2]?.channel == StandardChannel.jump.rawValue)
        let fire = ActionSpace(channels: [.init(name: "fire", kind: .key, bindings: [], meaning: "")])
        #expect(ActionTranslation(from: fire, to: fire)(Action(values: [1])).values == [1])
    }

    @Test func findsChannelsByWhatTheyDo() {
        let space = ActionSpace.standard
        #expect(space.turnAxis == StandardChannel.turn.rawValue && space.lookAxis == StandardChannel.look.rawValue)
        #expect(space.index(moving: .left) == StandardChannel.left.rawValue)
        #expect(space.index(doing: .use) == StandardChannel.use.rawValue)
        #expect(space.flaw == nil)
        #expect(ActionSpace(channels: space.channels + [space.channels[0]]).flaw?.contains("'forward'") == true)
    }
}
