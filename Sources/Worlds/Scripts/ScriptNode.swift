import Foundation
import Tensors
import Yams

/// A YAML node that is read strictly: whatever is not expected is an error with its line and column.
public struct ScriptNode {
    let node: Node
    let file: String

    public var place: ScriptLocation {
        ScriptLocation(file: file, line: node.mark?.line ?? 1, column: node.mark?.column ?? 1)
    }

    public func error(_ message: String) -> FileError { place.error(message) }

    public var isList: Bool { node.sequence != nil }

    /// The text of a scalar.
    public var scalar: String? { node.scalar?.string }

    /// `what` names the value in errors, e.g. "'id'".
    public func text(_ what: String, limit: Int = 200) throws -> String {
        guard let scalar else { throw error("\(what) must be a word, not \(kind).") }
        guard !scalar.isEmpty, scalar.count <= limit else {
            throw error("\(what) must have 1 to \(limit) characters.")
        }
        return scalar
    }

    /// A name: a letter, then letters, digits, `_` and `.`, 40 at most.
    public func name(_ what: String) throws -> String {
        let text = try text(what)
        guard Self.isName(text) else {
            throw error(
                "\(what) '\(text.prefix(40))' must be a name: a letter, then letters, digits and _ (40 at most).")
        }
        return text
    }

    public static func isName(_ text: String) -> Bool {
        guard let first = text.utf8.first, text.utf8.count <= 40, isLetter(first) else { return false }
        return text.utf8.allSatisfy { isLetter($0) || (48...57).contains($0) || $0 == 95 || $0 == 46 }
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (65...90).contains(byte) || (97...122).contains(byte) }

    /// One of `words`.
    public func word(_ what: String, among words: some Collection<String>) throws -> String {
        let text = try text(what)
        guard words.contains(text) else {
            throw error("unknown \(what) '\(text.prefix(40))'\(NearestWord.hint(text, among: words))")
        }
        return text
    }

    public func flag(_ what: String) throws -> Bool {
        switch scalar?.lowercased() {
        case "true", "yes": return true
        case "false", "no": return false
        default: throw error("\(what) must be true or false.")
        }
    }

    public func list(_ what: String, limit: Int = 200) throws -> [ScriptNode] {
        guard let sequence = node.sequence else { throw error("\(what) must be a list, not \(kind).") }
        guard sequence.count <= limit else { throw error("\(what) has \(sequence.count) entries; \(limit) at most.") }
        return sequence.map { ScriptNode(node: $0, file: file) }
    }

    /// A list, or a single entry as a list of one.
    public func entries(_ what: String, limit: Int = 32) throws -> [ScriptNode] {
        node.sequence == nil ? [self] : try list(what, limit: limit)
    }

    /// The entries of a mapping in the order of the file.
    public func fields(_ what: String, limit: Int = 100) throws -> [(key: ScriptNode, value: ScriptNode)] {
        guard let mapping = node.mapping else { throw error("\(what) must be a mapping of keys, not \(kind).") }
        guard mapping.count <= limit else { throw error("\(what) has \(mapping.count) keys; \(limit) at most.") }
        return mapping.map { (ScriptNode(node: $0.key, file: file), ScriptNode(node: $0.value, file: file)) }
    }

    /// The entries of a mapping that may have the `keys` alone.
    public func mapping(_ what: String, keys: some Collection<String>) throws -> [String: ScriptNode] {
        var found: [String: ScriptNode] = [:]
        for (key, value) in try fields(what) {
            found[try key.word("key in \(what)", among: keys)] = value
        }
        return found
    }

    /// What the node is, for errors.
    public var kind: String {
        if let scalar { return scalar.isEmpty ? "nothing" : "'\(scalar.prefix(40))'" }
        return node.sequence == nil ? "a mapping" : "a list"
    }
}
