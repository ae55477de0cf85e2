import Foundation
import TestSupport
import Testing

/// Mutated files of every kind, read in processes of their own: `make fuzz` with few inputs.
struct FuzzTests {
    /// `DIORAMA_FUZZ=10000 make test`: how many.
    private static let inputs = ProcessInfo.processInfo.environment["DIORAMA_FUZZ"]

    @Test(.enabled(if: ProcessInfo.processInfo.environment["DIORAMA_FUZZ"] != nil, "asked for by DIORAMA_FUZZ"))
    func noReaderCrashesHangsOrBelievesNonsense() throws {
        let corpus = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
            "../Fuzz/Corpus")
        let seed = UInt64.random(in: 0..<1_000_000)
        let folder = try TemporaryFolder()
        let command = try Command(
            ["--inputs", Self.inputs ?? "0", "--seed", "\(seed)", "--corpus", corpus.path], in: folder.url,
            program: "fuzz")
        #expect(command.status == 0, "seed \(seed):\n\(command.output)\n\(command.errors)")
    }
}
