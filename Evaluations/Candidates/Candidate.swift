import Scenarios
import Worlds

/// Whatever is judged: given the truth of a case, it makes up the frames after the given ones.
public protocol Candidate: Sendable {
    /// As given to `diorama evaluate`: a checkpoint's name or folder, "reference", "cheat:frozen", "video:DIR".
    var name: String { get }
    /// The pictures it makes, in pixels; nil where it makes any size.
    var size: (width: Int, height: Int)? { get }
    /// Whether other noise gives other frames.
    var isNoisy: Bool { get }
    /// SHA-256 of its transformer's weights and configuration; nil for worlds without.
    var modelHash: String? { get }
    /// SHA-256 of its compression network's weights.
    var codecHash: String? { get }
    /// SHA-256 of the other files that its pictures depend on, by name; nil for worlds without.
    var parts: [String: String]? { get }
    var sampler: SamplerSettings? { get }
    /// All frames of a branch since reset: the given ones, then its own. `noise` keys its random numbers.
    func frames(_ branch: String, of truth: CaseTruth, noise: UInt64) throws -> [Frame]
    /// Whether its pictures pass through an encoder and decoder.
    var hasCodec: Bool { get }
    /// Frames through its own encoder and decoder.
    func coded(_ frames: [Frame]) throws -> [Frame]
    /// What reads how likely it finds given pictures, with random numbers keyed by `noise`; nil where nothing in it could.
    func surpriseJudge(noise: UInt64) -> (any SurpriseJudge)?
    /// What makes videos of prompts, with random numbers keyed by `noise`; nil where nothing in it could. `truth` is what the case
    /// truly looks like, for candidates that are the truth or cheats.
    func promptMaker(_ truth: PromptTruth, noise: UInt64) -> (any PromptMaker)?
    /// Throws one sentence if it cannot run cases like these at all.
    /// - Parameters:
    ///   - groups: cases that are scored together.
    ///   - progress: told how many of how many things are looked at; what it throws ends the check.
    /// - Returns: sentences for whoever reads the scores.
    func check(_ groups: [[ScenarioCase]], progress: (Int, Int) throws -> Void) throws -> [String]
    /// How many frames its motion comes behind the actions where that was taken off its frames: recordings may begin late.
    func lag(of truth: CaseTruth) throws -> Int
}

extension Candidate {
    public var size: (width: Int, height: Int)? { nil }
    public var isNoisy: Bool { false }
    public var hasCodec: Bool { false }
    public var modelHash: String? { nil }
    public var codecHash: String? { nil }
    public var parts: [String: String]? { nil }
    public var sampler: SamplerSettings? { nil }
    public func coded(_ frames: [Frame]) throws -> [Frame] { frames }
    public func surpriseJudge(noise: UInt64) -> (any SurpriseJudge)? { nil }
    public func promptMaker(_ truth: PromptTruth, noise: UInt64) -> (any PromptMaker)? { nil }
    public func check(_ groups: [[ScenarioCase]], progress: (Int, Int) throws -> Void) throws -> [String] { [] }
    public func lag(of truth: CaseTruth) throws -> Int { 0 }
}
