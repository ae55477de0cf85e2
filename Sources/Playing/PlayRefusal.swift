import Foundation
import Tensors

/// Why something was not done, in one sentence for the player.
public struct PlayRefusal: Error, LocalizedError, CustomStringConvertible, Equatable {
    public let description: String
    public var errorDescription: String? { description }
    public init(_ description: String) { self.description = description.printableMessage }
}
