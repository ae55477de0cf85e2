/// Another process has failed, and tells of it.
public struct FailedElsewhere: Error {
    public init() {}
}
