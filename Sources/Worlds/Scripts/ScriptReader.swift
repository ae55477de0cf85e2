import Foundation
import Tensors
import Yams

/// The one reader of YAML, of settings, bindings, scenarios and suites alike.
///
/// What could grow without bound, such as a few aliases that stand for millions of values, is refused before it is made.
public enum ScriptReader {
    /// Largest text, in bytes.
    static let sizeLimit = 1 << 20

    /// The document of a file, nil where it holds nothing but comments; `what` names the kind of file in errors.
    public static func document(_ url: URL, what: String) throws -> ScriptNode? {
        try document(try FileContents.text(url, what: what, limit: sizeLimit), file: url.relativePath)
    }

    /// The document of a text; `file` is what errors call it.
    public static func document(_ text: String, file: String) throws -> ScriptNode? {
        let all = try documents(text, file: file, limit: 2)
        if all.count > 1 { throw all[1].error("a second document begins here, where one is expected.") }
        return all.first
    }

    /// The documents of a text, those of nothing but comments left out.
    public static func documents(_ text: String, file: String, limit: Int) throws -> [ScriptNode] {
        guard text.utf8.count <= sizeLimit else {
            throw FileError("\(file) is above 1 MB, too large for a file of settings or scenarios.")
        }
        try ScriptBounds.check(text, file: file)
        do {
            let parser = try Yams.Parser(yaml: text, encoding: .utf8)
            var nodes: [ScriptNode] = []
            while let node = try parser.nextRoot() {
                if node.scalar?.string.isEmpty == true { continue }
                nodes.append(ScriptNode(node: node, file: file))
                guard nodes.count <= limit else {
                    throw FileError("\(file) holds more than \(limit) documents; split it up.")
                }
            }
            return nodes
        } catch let error as YamlError {
            throw sentence(error, file: file)
        }
    }

    /// What is wrong with the YAML, at its place.
    private static func sentence(_ error: YamlError, file: String) -> FileError {
        func at(_ mark: Mark, _ problem: String) -> FileError {
            ScriptLocation(file: file, line: mark.line, column: mark.column).error("\(problem).")
        }
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            return at(mark, "this is not YAML: \(problem)")
        case .duplicatedKeysInMapping(let keys, let context):
            return at(context.mark, "the key '\((keys.first ?? "").prefix(40))' is given twice")
        case .reader(let problem, _, _, _):
            return FileError("\(file) is not YAML text: \(problem).")
        default:
            return FileError("\(file) is not YAML text.")
        }
    }
}
