import Foundation
import Worlds

/// What a client says, as docs/protocol.md has it: one flat JSON object a message.
struct ClientMessage: Decodable {
    var op: String
    /// Comes back with the answer.
    var id: Int?
    var `protocol`: Int?
    var mode: String?
    var pictures: String?
    var truth: String?
    var world: String?
    var scene: String?
    var seed: UInt64?
    var episode: String?
    var prompt: String?
    var width: Int?
    var height: Int?
    var steps: Int?
    var key: String?
    var level: Float?
    /// The client's own clock, milliseconds.
    var time: Double?
    var x: Float?
    var y: Float?
    var value: Bool?
    var frame: Int?
    var frames: Int?
    var sequence: Int?
    var lane: Int?
    var lanes: [Int]?
    var actions: [[Float]]?
    var snapshot: Int?
    /// A part of a state file, and whether it is the last.
    var text: String?
    var last: Bool?

    private static let decoder = JSONDecoder()

    init(_ data: Data) throws {
        do { self = try Self.decoder.decode(ClientMessage.self, from: data) } catch {
            throw ProtocolError("a message is no JSON object of the protocol")
        }
    }
}
