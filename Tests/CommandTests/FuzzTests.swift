import Foundation
import TestSupport
import Testing

/// Mutated files of every kind, read in processes of their own: `make fuzz` with few inputs.
struct FuzzTests {
    /// How many; `DIORAMA_FUZZ=100000 make test` reads more.
    private static let inputs = ProcessInfo.processInfo.environment["DIORAMA_FUZZ"] ?? "10000"

    @Test func noReaderCrashesHangsOrBelievesNonsense() throws {
        let corpus = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
            "../Fuzz/Corpus")
        let seed = UInt64.random(in: 0..<1_000_000)
        let folder = try TemporaryFolder()
        let command = try Command(
            ["--inputs", Self.inputs, "--seed", "\(seed)", "--corpus", corpus.path], in: folder.url,
            program: "fuzz")
        #expect(command.status == 0, "seed \(seed):\n\(command.output)\n\(command.errors)")
    }
}
