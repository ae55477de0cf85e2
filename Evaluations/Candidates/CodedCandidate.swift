import Worlds

/// The truth through a checkpoint's encoder and decoder: the best that any model behind them could do.
public struct CodedCandidate: Candidate {
    public let name: String
    private let coder: any Candidate

    public init(name: String, coder: any Candidate) { (self.name, self.coder) = (name, coder) }

    public var size: (width: Int, height: Int)? { coder.size }
    public var codecHash: String? { coder.codecHash }
    public var hasCodec: Bool { true }
    public func coded(_ frames: [Frame]) throws -> [Frame] { try coder.coded(frames) }

    public func promptMaker(_ truth: PromptTruth, noise: UInt64) -> (any PromptMaker)? {
        CodedPrompts(coder: coder, truth: truth)
    }

    public func frames(_ branch: String, of truth: CaseTruth, noise: UInt64) throws -> [Frame] {
        try Evidence.coded(branch, of: truth, by: coder)
    }
}
