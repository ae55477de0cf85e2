import Foundation
import Worlds

/// A scenario script (schema `scenario/1`): a furnished scene, what is done in it, and what is expected of any world
/// that goes on from there.
public struct Scenario: Sendable {
    public var id: String
    public var module: String
    public var family: String
    /// One sentence about what happens.
    public var about: String
    /// What a generator is asked for, in words; nil: no words.
    public var prompt: String?
    /// Whether no world is ever trained on this template.
    public var heldOut: Bool
    public var template: ScenarioInput
    public var clutter: ScenarioInput
    public var objects: [Object]
    public var parameters: [ScenarioParameter]
    /// Values that are seen in training, but never together.
    public var combinations: [[String: PropertyValue]]
    public var script: [ScenarioStep]
    public var requirements: [ScenarioRequirement]
    public var gates: [ScenarioTerm]
    /// In the order of the script; the first that changes nothing is the main one.
    public var branches: [ScenarioBranch]
    public var sharesNoise: Bool
    public var expectations: [ScenarioTerm]
    /// Where its document begins.
    public var place: ScriptLocation
    /// Where its world is described.
    public var worldPlace: ScriptLocation

    /// An object of the scene, before its parameters are known.
    public struct Object: Hashable, Sendable {
        public var id: String
        public var kind: ScenarioInput
        public var properties: [String: ScenarioInput]
        public var place: ScriptLocation
    }

    /// The branch that marks refer to.
    public var mainBranch: String { branches.first(where: \.isPlain)?.name ?? "factual" }

    /// The scene of a draw.
    public func scene(_ parameters: [String: PropertyValue]) -> SceneDescription {
        SceneDescription(
            template: template.word(parameters) ?? "", clutter: Int(clutter.number(parameters) ?? 0),
            objects: objects.map { object in
                ObjectDescription(
                    id: object.id, kind: object.kind.word(parameters),
                    properties: object.properties.mapValues { $0.resolved(parameters) })
            })
    }
}
