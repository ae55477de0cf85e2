import Worlds

/// Whatever can be surprised: it sees how a clip begins and says how unlikely each of several endings is.
public protocol SurpriseJudge: Sendable {
    /// Pictures for one value.
    var stride: Int { get }
    /// A reading for every ending, all under the same noise.
    func surprise(at endings: [[Frame]], after start: SurpriseStart) throws -> [SurpriseReading]
}
