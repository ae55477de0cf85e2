import Foundation
import Playing

/// What a player sees of the game besides the pictures.
struct StatusMessage: Encodable, Equatable {
    struct Branch: Encodable, Equatable {
        var number, forked, end: Int
        var parent: Int?
    }

    var type = "status"
    var world: String
    var scene: String
    var seed: UInt64
    var branches: [Branch]
    var branch: Int
    var first: Int
    var end: Int
    var older: [Int]
    var viewing: Int?
    var paused: Bool
    var policy: Bool
    var steps: Int?
    var precision: String?
    var context: Int?
    var hasReference: Bool
    /// Frames of this branch at which something was said.
    var prompts: [Int]
    /// Milliseconds a picture takes to make.
    var compute: Double
    var message: String?
    var messages: Int

    init(_ status: PlayStatus, label: String) {
        (world, scene, seed) = (label, status.settings.scene, status.settings.seed)
        branches = status.branches.map { Branch(number: $0.number, forked: $0.forked, end: $0.end, parent: $0.parent) }
        (branch, first, end, older) = (status.current, status.firstKept, status.end, status.older)
        (viewing, paused, policy, steps) = (status.viewing, status.paused, status.policy, status.steps)
        precision = status.steps == nil ? nil : (status.settings.precision ?? .bf16).rawValue
        context = status.context.map { $0 * status.framesPerStep }
        hasReference = status.hasReference
        prompts = status.prompts.map(\.frame)
        compute = (status.compute.percentile(0.5) * 10).rounded() / 10
        (message, messages) = (status.message, status.messages)
    }
}
