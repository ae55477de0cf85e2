import Foundation
import Tensors

/// One sentence for the user.
public struct WorldError: Error, LocalizedError, CustomStringConvertible {
    public let description: String
    public var errorDescription: String? { description }
    public init(_ description: String) { self.description = description.printableMessage }
}
