import Foundation
import WorldModel

/// Candidates by the names that `diorama evaluate` takes.
public enum Candidates {
    /// "reference" or "cheat:NAME".
    public static func world(_ name: String) throws -> any Candidate {
        if name == "reference" { return WorldCandidate.reference }
        if name.hasPrefix("cheat:"), let cheat = Cheat.named(String(name.dropFirst(6))) { return WorldCandidate(cheat) }
        throw WorldError(
            "There is no world '\(name)'; give reference, video:DIR or one of \(Cheat.all.map { "cheat:" + $0.name }.joined(separator: ", "))."
        )
    }

    /// A shipped checkpoint or one in a folder.
    public static func checkpoint(_ name: String, steps: Int? = nil) throws -> any Candidate {
        CheckpointCandidate(name: name, checkpoint: try Checkpoint.named(name), steps: steps)
    }
}
