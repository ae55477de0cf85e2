import Testing

@testable import Worlds

/// YAML that would take for ever, or all memory, is refused at its place; what a person writes is read.
@Suite struct ScriptReaderTests {
    private func complaint(_ text: String) -> String {
        do {
            _ = try ScriptReader.documents(text, file: "a.yaml", limit: 10)
            return ""
        } catch { return "\(error)" }
    }

    /// Nine aliases of nine aliases, `levels` times.
    private func bomb(_ levels: Int, leaf: String = "[x,x,x,x,x,x,x,x,x]") -> String {
        (1...levels).reduce("a0: &a0 \(leaf)\n") { text, i in
            text + "a\(i): &a\(i) [\([String](repeating: "*a\(i - 1)", count: 9).joined(separator: ","))]\n"
        }
    }

    @Test func aliasesThatStandForTooMuchAreRefused() {
        #expect(complaint(bomb(12)).hasPrefix("a.yaml:6:14: the aliases before it stand for more than"))
        #expect(complaint(bomb(12) + "? *a12\n: 1\n").contains("stand for more"))
        #expect(complaint("? [&a [x], *a]\n: 1\n").contains("a key must be a word"))
        #expect(complaint("a: &a {b: 1}\n? *a\n: 2\n").contains("a key must be a word"))
        #expect(complaint(bomb(12, leaf: "{k: v}")).contains("stand for more"))
        let merges = (1...40).reduce("m0: &m0 {k: v}\n") { $0 + "m\($1): &m\($1) {<<: [*m\($1 - 1), *m\($1 - 1)]}\n" }
        #expect(complaint(merges).contains("nested") || complaint(merges).contains("stand for more"))
    }

    @Test func nestingIsBounded() {
        #expect(complaint("a: " + String(repeating: "[", count: 100)).contains("nested more than 32 deep"))
        // Here the scanner has a limit of its own.
        #expect(complaint("a: " + String(repeating: "[", count: 100_000)).contains("nest"))
        #expect(complaint(String(repeating: "- ", count: 5000) + "x").contains("nest"))
        let chain = (1...60).reduce("a0: &a0 [x]\n") { $0 + "a\($1): &a\($1) [*a\($1 - 1)]\n" }
        #expect(complaint(chain).contains("nested more than 32 deep"))
        #expect(complaint(String(repeating: "[", count: 20) + String(repeating: "]", count: 20)) == "")
    }

    @Test func listsAndDirectivesAreBounded() {
        #expect(complaint("a: [" + String(repeating: "x,", count: 3000) + "]").contains("more than 2000 entries"))
        #expect(
            complaint(String(repeating: "%TAG !a! b\n", count: 50) + "---\na: 1").contains("lines that begin with %"))
        #expect(complaint(String(repeating: "x", count: 2 << 20)).contains("1 MB"))
    }

    @Test func aFewAliasesAreRead() throws {
        let text = "a: &a {id: ball}\nb: [*a, *a]\nc: &name word\n*name : 1\n"
        let root = try #require(try ScriptReader.document(text, file: "a.yaml"))
        #expect(try root.fields("it").map(\.key.scalar) == ["a", "b", "c", "word"])
        #expect(try ScriptReader.document("# nothing\n", file: "a.yaml")?.scalar == nil)
        #expect(complaint("a: [1\nb: 2").hasPrefix("a.yaml:2:"))
        #expect(complaint("a: *b").contains("undefined alias"))
        #expect(throws: (any Error).self) { try ScriptReader.document("a: 1\n---\nb: 2", file: "a.yaml") }
    }
}
