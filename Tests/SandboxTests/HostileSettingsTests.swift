import Foundation
import Testing
import Worlds

@testable import Playing
@testable import Sandbox

/// Logs and bindings of strangers: one sentence with the line, no crash and no end of memory.
struct HostileSettingsTests {
    @Test(arguments: [
        ("\"lead\": [{\"values\": []}]", "action 1 of 'lead'"),
        ("\"lead\": [{\"values\": [0,0,0,0,0,0,0,0]}, {\"values\": [1]}]", "action 2 of 'lead'"),
        ("\"lead\": [{\"values\": [1e30,0,0,0,0,0,0,0]}]", "action 1 of 'lead'"),
        ("\"width\": 1000000", "'width' is 1000000"), ("\"height\": -16", "'height' is -16"),
        ("\"steps\": 1000000", "'steps' is 1000000"),
        (
            "\"description\": {\"template\": \"table\", \"clutter\": 2000000000, \"objects\": []}",
            "'clutter' is 2000000000"
        ),
        ("\"given\": [{\"png\": \"\", \"action\": [1e30]}]", "'given'"),
    ]) func headersOfNoGameAreRefused(_ field: String, _ why: String) throws {
        let header = "\"world\": \"reference\", \"scene\": \"\", \"seed\": 5, \(field)"
        for (text, line) in [
            ("{\(header)}\n{\"forward\": 1}\n", 1),
            (
                "{\"world\": \"reference\", \"scene\": \"\", \"seed\": 5}\n{\"op\": \"begin\", \"settings\": {\(header)}}\n",
                2
            ),
        ] {
            let url = try ActionLogTests.file(text)
            defer { try? FileManager.default.removeItem(at: url) }
            let error = #expect(throws: (any Error).self) { try ActionLog(contentsOf: url) }
            let message = error.map { "\($0)" } ?? ""
            #expect(message.contains(why) && message.contains("line \(line)"), "\(message)")
        }
    }

    @Test func bindingsAreReadAsWrittenAndNameTheirLine() throws {
        // YAML would read these as false, true and a number.
        let bindings = try BindingsFile.parse(
            "actions:\n  forward: [N, Y, 1]\ncommands: {step: F5}\n", space: .standard)
        #expect(bindings.keys[.channel(0, negative: false)] == ["N", "Y", "1"])
        func message(_ text: String) -> String {
            do { _ = try BindingsFile.parse(text, space: .standard) } catch { return "\(error)" }
            return ""
        }
        #expect(message("commands:\n  dance: B").hasPrefix("the bindings:2:3: there is no command 'dance'"))
        #expect(message("keys: {}").contains("1:1: unknown key"))
        #expect(message("mouse-sensitivity: 1e99").contains("must lie in 0.0001...1"))
        let bomb = (1...12).reduce("a0: &a0 [x,x,x,x,x,x,x,x,x]\n") {
            $0 + "a\($1): &a\($1) [\([String](repeating: "*a\($1 - 1)", count: 9).joined(separator: ","))]\n"
        }
        #expect(message(bomb).contains("stand for more than"))
    }
}
