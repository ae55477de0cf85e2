import Foundation
import Tensors
import Worlds

/// What is wrong with a video itself, in one sentence; what is wrong with the tools that read it is a `FileError`.
public struct DamagedVideo: Error, LocalizedError, CustomStringConvertible, Hashable, Sendable {
    public let description: String
    public var errorDescription: String? { description }

    public init(_ description: String) { self.description = description.printableMessage }
}
