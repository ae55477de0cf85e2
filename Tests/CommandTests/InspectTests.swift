import Foundation
import TestSupport
import Testing

/// `diorama inspect`: what it says of what it is given, and what it refuses.
struct InspectTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func inspect(_ arguments: String...) throws -> Command {
        try Command(["inspect"] + arguments, in: folder.url)
    }

    private func write(_ name: String, _ text: String) throws { try Data(text.utf8).write(to: folder.file(name)) }

    @Test func suitesAreDescribed() throws {
        try write(
            "suite.yaml",
            "schema: suite/1\nid: turn\nabout: \"One \\e[31mturn\"\nscenarios: [turn_90_back]\ndraws: {id: 1}\n")
        let described = try inspect("suite.yaml")
        #expect(
            described.status == 0 && described.output.contains("rotate/turn_90_back: 1 cases"), "\(described.errors)")
        #expect(described.output.contains("One \\u001b[31mturn") && !described.output.contains("\u{1B}"))
    }

    @Test func aFolderHidesNothingShipped() throws {
        for name in ["nano", "smoke", "turn_90_back"] {
            try FileManager.default.createDirectory(at: folder.file(name), withIntermediateDirectories: true)
        }
        let checkpoint = try inspect("nano")
        #expect(checkpoint.status == 0 && checkpoint.output.contains("what lies here is ./nano"))
        #expect(checkpoint.output.contains("transformer.safetensors: "))
        #expect(try inspect("turn_90_back").output.contains("what lies here is ./turn_90_back"))
        let own = try inspect("./nano")
        #expect(own.status == 1 && own.errors.contains("./nano is neither"))
        let played = try Command(
            ["play", "--headless", "--checkpoint", "nano", "--frames", "2", "--output", "frames"], in: folder.url)
        #expect(played.status == 0, "\(played.errors)")
    }

    @Test func aCheckpointIsReadBeforeItIsDescribed() throws {
        let packed = try Command(["pack", "nano", "--output", "ck", "--storage", "bf16"], in: folder.url)
        #expect(packed.status == 0)
        #expect(try inspect("ck").output.contains("ck: a checkpoint of"))
        let config = try Data(contentsOf: folder.file("ck/config.json"))
        for text in ["this is no JSON", String(repeating: "[", count: 100_000), "{}", ""] {
            try write("ck/config.json", text)
            let refused = try inspect("ck")
            #expect(refused.status == 1 && refused.errors.contains("config.json"), "\(refused.errors)")
        }
        try config.write(to: folder.file("ck/config.json"))
        // The first weight of the file becomes no number.
        let weights = folder.file("ck/transformer.safetensors")
        var bytes = try Data(contentsOf: weights)
        let header = bytes[0..<8].enumerated().reduce(0) { $0 + Int($1.element) << (8 * $1.offset) }
        bytes.replaceSubrange(8 + header..<10 + header, with: [0xC0, 0x7F])
        try bytes.write(to: weights)
        let other = try Command(["pack", "ck", "--output", "new"], in: folder.url)
        for refused in [try inspect("ck"), try inspect("ck/transformer.safetensors"), other] {
            #expect(refused.status == 1 && refused.errors.contains("not finite"), "\(refused.errors)")
        }
    }
}
