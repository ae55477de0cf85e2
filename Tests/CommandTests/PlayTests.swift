import Foundation
import Media
import TestSupport
import Testing
import Worlds

/// `diorama play` without a window, as people run it.
struct PlayTests {
    let folder: TemporaryFolder
    init() throws { folder = try TemporaryFolder() }

    private static let hasFFmpeg = ["/usr/bin/ffmpeg", "/usr/local/bin/ffmpeg"].contains {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    private func run(_ words: String...) throws -> Command {
        try Command(["play", "--headless"] + words, in: folder.url)
    }

    /// All but what `Command` keeps there itself.
    private var made: [String] { folder.contents.filter { !["stdout", "stderr"].contains($0) } }

    @Test func aLogMakesTheSameGameAgain() throws {
        let first = try run("--checkpoint", "reference", "--frames", "12", "--output", "a", "--log", "l.jsonl")
        #expect(first.status == 0 && first.errors.contains("12/12"), "\(first.errors)")
        let again = try run("--replay", "l.jsonl", "--output", "b")
        #expect(again.status == 0 && again.output.contains("bit for bit the same"), "\(again.output)\(again.errors)")
        for name in ["000000.png", "000011.png"] {
            #expect(try PNG.read(folder.file("a/\(name)")) == PNG.read(folder.file("b/\(name)")))
        }
    }

    @Test func otherWeightsOfTheSameNameAreRefused() throws {
        let files = FileManager.default
        #expect(try Command(["pack", "nano", "--output", "mine"], in: folder.url).status == 0)
        let first = try run("--checkpoint", "./mine", "--frames", "4", "--output", "a", "--log", "l.jsonl")
        #expect(first.status == 0, "\(first.errors)")
        #expect(try run("--replay", "l.jsonl", "--output", "b").status == 0)
        let weights = folder.file("mine/transformer.safetensors")
        var data = try Data(contentsOf: weights)
        data[data.count - 1] ^= 1
        try files.removeItem(at: weights)
        try data.write(to: weights)
        let other = try run("--replay", "l.jsonl", "--output", "c")
        #expect(other.status == 1 && other.errors.contains("l.jsonl cannot be replayed. The weights differ"))
        #expect(!files.fileExists(atPath: folder.file("c/000000.png").path))
    }

    /// Signals, and the exit status that each leads to.
    private static let endings: [(Int32, Int32)] = [(SIGINT, 130), (SIGTERM, 143), (SIGHUP, 129)]

    @Test(.enabled(if: PlayTests.hasFFmpeg), arguments: PlayTests.endings)
    func whatWasPlayedIsKeptWhenASignalEndsIt(signal: Int32, status: Int32) throws {
        let process = Process()
        process.executableURL = try Command.program()
        process.arguments = [
            "play", "--headless", "--checkpoint", "reference", "--frames", "10000000", "--output", "x.mp4",
        ]
        process.currentDirectoryURL = folder.url
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        let end = Date() + 60
        while Date() < end, !made.contains("x.mp4") { usleep(20_000) }
        usleep(300_000)
        kill(process.processIdentifier, signal)
        process.waitUntilExit()
        #expect(process.terminationStatus == status && made == ["x.mp4"], "\(made)")
        #expect(try VideoReader(folder.file("x.mp4")).next() != nil)
    }

    @Test(arguments: [
        ["--replay", "l.jsonl", "--seed", "5"], ["--replay", "l.jsonl", "--checkpoint", "small"],
        ["--replay", "l.jsonl", "--actions", "a.jsonl"], ["--replay", "l.jsonl", "--log", "./l.jsonl"],
        ["--frames", "2", "--fps", "10"], ["--frames", "2", "--episodes", "e"], ["--frames", "2", "--bindings", "b"],
        ["--frames", "2", "--screenshot", "s.png"], ["--frames", "2", "--draw", "1"],
        ["--scenario", "push_ball", "--seed", "5"], ["--scenario", "push_ball", "--scene", "table"],
        ["--frames", "2", "--start-image", "a.png", "--scene", "table"],
        ["--frames", "2", "--checkpoint", "reference", "--steps", "2"],
        ["--frames", "2", "--checkpoint", "reference", "--precision", "f32"],
    ]) func optionsThatDoNothingAreRefused(words: [String]) throws {
        let result = try Command(["play", "--headless", "--output", "o"] + words, in: folder.url)
        #expect(result.status == 64 && result.errors.contains(words[words.count - 2]), "\(result.errors)")
        #expect(made.isEmpty)
    }

    @Test func othersCommandsRefuseThemToo() throws {
        for line in [
            "evaluate --quick --suite smoke", "evaluate --quick --jobs 2", "evaluate --clips 3",
            "evaluate --video-format png",
            "evaluate --world reference --steps 3", "evaluate --quick --filmstrip x.jpg", "inspect smoke --scale 3",
            "inspect smoke --draw 1", "inspect smoke --mp4 x.mp4",
            "inspect smoke --episode 1", "inspect push_ball --verify", "inspect push_ball --mp4 x.avi",
            "benchmark --soak-frames 300 --cases peak", "benchmark --cases peak --checkpoint nano",
            "benchmark --no-graph",
            "compare a b --no-report --seed 3",
        ] {
            let result = try Command(line.split(separator: " ").map(String.init), in: folder.url)
            #expect(result.status == 64, "\(line): \(result.status) \(result.errors)")
        }
        #expect(made.isEmpty)
    }

    @Test func errorsAreSentences() throws {
        try Data().write(to: folder.file("f"))
        for (words, said) in [
            (["--output", "f"], "f is a file"), (["--output", "x.avi"], ".mp4, .gif, .png or a folder"),
            (["--output", "o", "--actions", "none.jsonl"], "Cannot read none.jsonl"),
            (["--output", "o", "--log", "f/l.jsonl"], "cannot be written"),
        ] {
            let result = try Command(
                ["play", "--headless", "--checkpoint", "reference", "--frames", "2"] + words, in: folder.url)
            #expect(result.status != 0 && result.errors.contains(said), "\(result.errors)")
            #expect(!result.errors.contains("NSCocoaErrorDomain"))
        }
    }
}
