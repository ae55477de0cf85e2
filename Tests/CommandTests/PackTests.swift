import Foundation
import TestSupport
import Testing

/// `diorama pack`, and what then reads it.
struct PackTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func run(_ arguments: String...) throws -> Command { try Command(arguments, in: folder.url) }

    private func bytes(_ name: String) throws -> Data { try Data(contentsOf: folder.file(name)) }

    @Test func aPackedCheckpointIsSmallerAndPlays() throws {
        let packed = try run("pack", "nano", "--output", "in/packed")
        #expect(packed.status == 0, "\(packed.errors)")
        #expect(packed.output.contains("the transformer takes 0.8 MB as int8, before 1.5 MB"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.file("in").path) == ["packed"])
        let whole = try run("pack", "in/packed", "--output", "whole", "--storage", "bf16")
        #expect(whole.status == 0, "\(whole.errors)")
        for name in ["compressor.safetensors", "config.json", "actions.json", "training.json", "README.md"] {
            #expect(try bytes("in/packed/\(name)") == bytes("whole/\(name)"))
        }
        let inspected = try run("inspect", "in/packed")
        #expect(inspected.output.contains("as int8 with a scale a row, "))
        #expect(try run("inspect", "whole").output.contains(" as bf16\n"))
        #expect(try !run("inspect", "whole").output.contains("int8"))
        for name in ["in/packed", "whole"] {
            let played = try run(
                "play", "--headless", "--checkpoint", name, "--frames", "4", "--output", "\(name)-frames")
            #expect(played.status == 0, "\(played.errors)")
        }
    }

    @Test func whatIsThereIsKept() throws {
        try FileManager.default.createDirectory(at: folder.file("there"), withIntermediateDirectories: false)
        let refused = try run("pack", "nano", "--output", "there")
        #expect(refused.status != 0 && refused.errors.contains("there is there already"))
        let unknown = try run("pack", "nothing", "--output", "new")
        #expect(unknown.status != 0 && unknown.errors.contains("no checkpoint named 'nothing'"))
        #expect(folder.contents.contains("there") && !folder.contents.contains("new"))
    }
}
