/// What a GPU, its driver or its libraries refuse, in one sentence.
public struct CUDAError: Error, CustomStringConvertible, Sendable {
    public let description: String
    init(_ description: String) { self.description = description }
}
