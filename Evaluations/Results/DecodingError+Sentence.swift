extension DecodingError {
    /// What is wrong, for the middle of a sentence: "lacks \"score\"", "has no sound value at \"gates.view\"".
    var complaint: String {
        func place(_ path: [any CodingKey]) -> String { path.map(\.stringValue).joined(separator: ".") }
        switch self {
        case .keyNotFound(let key, let context): return "lacks \"\(place(context.codingPath + [key]))\""
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            return "has no sound value at \"\(place(context.codingPath))\""
        case .dataCorrupted(let context) where !context.codingPath.isEmpty:
            return "has no sound value at \"\(place(context.codingPath))\""
        default: return "is not sound JSON"
        }
    }
}
