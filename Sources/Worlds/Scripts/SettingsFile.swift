import Foundation
import Tensors

/// A YAML file of settings, one a line, read strictly: an unknown key, a wrong type or a number out of its range is an
/// error with line and column.
public struct SettingsFile {
    private let fields: [String: ScriptNode]

    /// `keys` are all keys that the file may have.
    public init(_ url: URL, keys: [String]) throws {
        try self.init(ScriptReader.document(url, what: "settings"), keys: keys)
    }

    /// `file` is what errors call the text.
    public init(_ text: String, file: String, keys: [String]) throws {
        try self.init(ScriptReader.document(text, file: file), keys: keys)
    }

    /// Mappings that are parts of other files; what a later one says stands in for what earlier ones do.
    public init(_ parts: [ScriptNode], keys: [String]) throws {
        fields = try parts.reduce(into: [:]) {
            $0.merge(try $1.mapping("the settings", keys: keys)) { $1 }
        }
    }

    private init(_ root: ScriptNode?, keys: [String]) throws {
        fields = try root?.mapping("the settings", keys: keys) ?? [:]
    }

    /// Whether the file says anything of `key`.
    public func has(_ key: String) -> Bool { fields[key] != nil }

    /// Each returns nil where the file does not have the key.
    public func integer(_ key: String, in range: ClosedRange<Int>) throws -> Int? {
        guard let field = fields[key] else { return nil }
        guard let text = field.scalar, let value = Int(text), range.contains(value) else {
            throw field.error(
                "\(key) must be a whole number from \(range.lowerBound) to \(range.upperBound), not \(field.kind).")
        }
        return value
    }

    public func number(_ key: String, in range: ClosedRange<Double>) throws -> Float? {
        guard let field = fields[key] else { return nil }
        guard let value = field.scalar.flatMap(ScriptNode.number), range.contains(value) else {
            throw field.error(
                "\(key) must be a number from \(range.lowerBound) to \(range.upperBound), not \(field.kind).")
        }
        return Float(value)
    }

    public func text(_ key: String) throws -> String? { try fields[key]?.text("'\(key)'") }

    public func flag(_ key: String) throws -> Bool? { try fields[key]?.flag("'\(key)'") }

    /// A list, or one entry, of what `read` makes of texts; where that is nil, `explain` says why.
    public func list<Value>(
        _ key: String, read: (String) -> Value?, orExplain explain: (String) -> String
    ) throws -> [Value]? {
        try fields[key]?.entries("'\(key)'").map { entry in
            let text = try entry.text("'\(key)'")
            guard let value = read(text) else { throw entry.error(explain(text)) }
            return value
        }
    }

    /// The error that `message`, one sentence, is about the value of `key`.
    public func error(_ key: String, _ message: String) -> FileError {
        fields[key]?.error(message) ?? FileError(message)
    }
}
