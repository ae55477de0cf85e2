import Foundation
import TestSupport
import Testing

/// Messages that nobody can read end no work; output that cannot be written is an error.
struct StandardStreamTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test(arguments: ["2>/dev/full", "2>&-", "2>&1 >/dev/null | true", "</dev/null 2>&- 1>out"])
    func messagesEndNothing(_ redirection: String) throws {
        let script = """
            { "$D" record --output e --episodes 3 --frames 4 --size 16x16; echo $? >status; } \(redirection)
            cat status; "$D" inspect e --verify
            """
        let command = try Command(script: script, in: folder.url)
        #expect(("\n" + command.output).contains("\n0\n"), "\(command)")
        #expect(command.output.contains("All 3 checksums are right"), "\(command)")
        // Nothing was written into a file that took the number of a closed stream.
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.file("e").path) {
            let data = try Data(contentsOf: folder.file("e/\(name)"))
            #expect(data.range(of: Data("Recording".utf8)) == nil, "\(name)")
        }
    }

    @Test(arguments: [">/dev/full", ">&-"])
    func outputIsMissed(_ redirection: String) throws {
        for arguments in ["inspect push_ball", "--help", "record --output f --episodes 1 --frames 4 --size 16x16"] {
            let command = try Command(script: "\"$D\" \(arguments) \(redirection)", in: folder.url)
            #expect(command.status == 1, "\(arguments)")
            let told = command.errors.components(separatedBy: "could not be written to standard output").count - 1
            #expect(told == 1, "\(command.errors)")
        }
    }

    @Test func aReaderMayGo() throws {
        let command = try Command(
            script: "{ \"$D\" inspect push_ball; echo $? >status; } | true; cat status", in: folder.url)
        #expect(command.output == "0\n" && command.errors.isEmpty, "\(command)")
    }

    @Test(arguments: ["record --output \"$NONE\"", "inspect ''", "record --output= --episodes 1", "report \"\""])
    func nothingIsNoName(_ words: String) throws {
        let command = try Command(script: "\"$D\" \(words)", in: folder.url)
        #expect(command.status == 64 && command.errors.contains("An argument is empty"), "\(command)")
        #expect(Set(folder.contents).isSubset(of: ["stdout", "stderr"]))
    }

    @Test func filesThatMayNotGrowAreAnError() throws {
        let command = try Command(
            script: "ulimit -f 8; \"$D\" record --output e --episodes 9 --frames 20 --size 64x48", in: folder.url)
        #expect(command.status == 1 && command.errors.contains("ulimit -f"), "\(command)")
    }

    @Test func theVersionIsKnown() throws {
        let command = try Command(["--version"], in: folder.url)
        #expect(command.status == 0)
        #expect(command.output.wholeMatch(of: /[0-9]+\.[0-9]+\.[0-9]+\n/) != nil, "\(command.output)")
    }

    @Test(arguments: ["0", "-1", "99999", "two", "1.5"])
    func impossibleThreadsAreRefused(_ threads: String) throws {
        let command = try Command(script: "DIORAMA_THREADS=\(threads) \"$D\" inspect push_ball", in: folder.url)
        #expect(command.status == 1 && command.errors.contains("DIORAMA_THREADS is '\(threads)'"), "\(command.errors)")
        let isa = try Command(script: "DIORAMA_ISA=wide \"$D\" inspect push_ball", in: folder.url)
        #expect(isa.status == 1 && isa.errors.contains("DIORAMA_ISA is 'wide'"), "\(isa.errors)")
        let right = try Command(
            script: "DIORAMA_ISA=baseline DIORAMA_THREADS=3 \"$D\" inspect push_ball", in: folder.url)
        #expect(right.status == 0)
    }
}
