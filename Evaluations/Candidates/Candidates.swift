import Foundation
import Tensors
import WorldModel

/// Candidates by the names that `diorama evaluate` takes.
public enum Candidates {
    /// "reference", "cheat:NAME", "coded:CHECKPOINT" or "video:DIR".
    public static func world(_ name: String, device: CUDADevice? = nil) throws -> any Candidate {
        if name == "reference" { return WorldCandidate.reference }
        if name.hasPrefix("video:") { return try VideoCandidate(URL(fileURLWithPath: String(name.dropFirst(6)))) }
        if name.hasPrefix("coded:") {
            return CodedCandidate(name: name, coder: try checkpoint(String(name.dropFirst(6)), device: device))
        }
        if name.hasPrefix("cheat:"), let cheat = Cheat.named(String(name.dropFirst(6))) { return WorldCandidate(cheat) }
        throw WorldError(
            "There is no world '\(name)'; give reference, video:DIR, coded:CHECKPOINT or one of "
                + "\(Cheat.all.map { "cheat:" + $0.name }.joined(separator: ", "))."
        )
    }

    /// A world where the name is that of one, else a checkpoint.
    public static func named(
        _ name: String, steps: Int? = nil, precision: Context.Precision = .bf16, device: CUDADevice? = nil
    ) throws -> any Candidate {
        let isWorld = name == "reference" || ["cheat:", "coded:", "video:"].contains(where: name.hasPrefix)
        return isWorld
            ? try world(name, device: device) : try checkpoint(name, steps: steps, precision: precision, device: device)
    }

    /// A shipped checkpoint or one in a folder; behind a "+" what decides which cells of memory it keeps, if not the checkpoint
    /// itself: "small+oracle", "small+memory", "small+none".
    public static func checkpoint(
        _ name: String, steps: Int? = nil, precision: Context.Precision = .bf16, device: CUDADevice? = nil
    ) throws -> any Candidate {
        let parts = name.split(separator: "+", omittingEmptySubsequences: false)
        let rule = parts.count > 1 ? TrustRule(String(parts.last!)) : nil
        let place = rule == nil ? name : parts.dropLast().joined(separator: "+")
        return CheckpointCandidate(
            name: name, checkpoint: try Checkpoint.named(place, device: device),
            folder: Checkpoint.folder(named: place), steps: steps,
            precision: precision, trust: rule ?? .learned)
    }
}
