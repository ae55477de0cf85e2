/// How far a `Context` is with work that may be captured.
enum PassState: Sendable {
    /// It has run once.
    case known
    case recorded(CapturedPass)
    /// It runs as it is.
    case refused
}
