import Foundation

/// A recorded rollout that is not there for a branch: declared before the run by what the folder holds.
struct MissingFrames: Error, CustomStringConvertible {
    let description: String
}
