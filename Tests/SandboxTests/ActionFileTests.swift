import Foundation
import TestSupport
import Testing
import Worlds

@testable import Playing
@testable import Sandbox

struct ActionFileTests {
    let folder: TemporaryFolder
    init() throws { folder = try TemporaryFolder() }

    private func actions(_ text: String) throws -> [PlayOperation] {
        let url = folder.file("a.jsonl")
        try Data(text.utf8).write(to: url)
        return try ActionLog.actions(url, space: .standard)
    }

    private func refusal(_ text: String) -> String {
        do {
            _ = try actions(text)
            return "accepted \(text)"
        } catch { return "\(error)" }
    }

    @Test func anEditorsLineEndsAndMarkChangeNothing() throws {
        let plain = try actions("{\"forward\":1}\n\n{\"turn\":-0.5,\"repeat\":2}\n")
        #expect(plain.count == 3)
        #expect(try actions("\u{FEFF}{\"forward\":1}\r\n\r\n{\"turn\":-0.5,\"repeat\":2}\r\n") == plain)
        #expect(try actions("{\"forward\":1}\r\n{\"turn\":-0.5,\"repeat\":2}") == plain)
    }

    @Test func valuesOutOfRangeAreRefusedWithLineAndRange() {
        for (line, words) in [
            ("{\"turn\":90}", "'turn' must lie in -1...1, not 90; 1 means: turn right 6 degrees a frame."),
            ("{\"look\":-1.5}", "'look' must lie in -1...1, not -1.5"),
            ("{\"forward\":-1}", "'forward' must lie in 0...1"),
            ("{\"forward\":1,\"repeat\":2.5}", "'repeat' must be a whole number in 1...100000, not 2.5"),
            ("{\"repeat\":0}", "1...100000"), ("{\"op\":\"steps\",\"value\":65}", "1...64"),
            ("{\"op\":\"rewind\",\"frame\":1.5}", "'frame' must be a whole number"),
        ] {
            let said = refusal("{\"forward\":1}\n\(line)\n")
            #expect(said.contains("line 2: ") && said.contains(words), "\(said)")
        }
    }

    @Test func aLogIsNoFileOfActionsAndNothingIsNone() {
        #expect(
            refusal("{\"world\":\"nano\",\"scene\":\"\",\"seed\":3}\n{\"forward\":1}\n").contains("give it to --replay")
        )
        #expect(refusal("\n").contains("holds no actions"))
    }

    @Test func actionsComeThroughAPipe() throws {
        let pipe = Pipe()
        try pipe.fileHandleForWriting.write(contentsOf: Data("{\"jump\":1}\n".utf8))
        try pipe.fileHandleForWriting.close()
        let url = URL(fileURLWithPath: "/dev/fd/\(pipe.fileHandleForReading.fileDescriptor)")
        var jump = Action.none()
        jump[.jump] = 1
        #expect(try ActionLog.actions(url, space: .standard) == [.action(jump)])
    }

    @Test func headersThatCannotBeAreRefused() throws {
        let url = folder.file("log.jsonl")
        let start = "{\"world\":\"nano\",\"scene\":\"\",\"seed\":3"
        for (rest, word) in [
            (",\"lead\":[{\"values\":[]}]", "is not one of 8 values"), (",\"steps\":0", "1...64"),
            (",\"width\":1000000000", "16...4096"),
        ] {
            try Data("\(start)\(rest)}\n{\"forward\":1}\n".utf8).write(to: url)
            do {
                _ = try ActionLog(contentsOf: url)
                Issue.record("accepted \(rest)")
            } catch { #expect("\(error)".contains("line 1: ") && "\(error)".contains(word), "\(error)") }
        }
    }

    @Test func logsAndBindingsLieWhereTheUserHasThem() {
        let home = ["HOME": "/h"]
        #expect(ActionLog.defaultURL(environment: home).path.hasPrefix("/h/.local/state/diorama/logs/"))
        #expect(BindingsFile.defaultURL(environment: home).path == "/h/.config/diorama/bindings.yaml")
        let own = ["HOME": "/h", "XDG_STATE_HOME": "/s", "XDG_CONFIG_HOME": "not/absolute"]
        #expect(ActionLog.defaultURL(environment: own).path.hasPrefix("/s/diorama/logs/"))
        #expect(BindingsFile.defaultURL(environment: own).path == "/h/.config/diorama/bindings.yaml")
    }
}
