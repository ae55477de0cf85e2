import Foundation
import Scenarios
import Tensors
import Worlds

/// Everything about a case that its numbers depend on, for its hash.
struct CaseDigest: Codable {
    var scenario, module, family, split, mainBranch: String
    var heldOut, sharesNoise: Bool
    var draw, width, height, contextFrames: Int
    var seed: UInt64
    var pair, prompt: String?
    var scene: String
    var description: SceneDescription?
    var parameters: [String: PropertyValue]
    var branches: [String: [Action]]
    var marks: [String: Int]
    var objects: [String: UInt16]
    var gates, expectations: [ScenarioTerm]

    /// SHA-256 of a case at a picture size, in hexadecimal.
    static func hash(_ c: ScenarioCase, size: (width: Int, height: Int)) -> String {
        let digest = CaseDigest(
            scenario: c.scenario, module: c.module, family: c.family, split: c.split.rawValue, mainBranch: c.mainBranch,
            heldOut: c.heldOut, sharesNoise: c.sharesNoise, draw: c.draw, width: size.width, height: size.height,
            contextFrames: c.contextFrames, seed: c.seed, pair: c.pair, prompt: c.prompt, scene: c.start.scene,
            description: c.start.description, parameters: c.parameters, branches: c.branches, marks: c.marks,
            objects: c.objects, gates: c.gates, expectations: c.expectations)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // All fields are plain values, which always encode.
        return SHA256.of((try? encoder.encode(digest)) ?? Data())
    }
}
