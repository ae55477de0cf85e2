import TestSupport
import Testing

/// The example of a package of one's own, built here as a program of this package: `make example` builds it as one of another.
struct ExampleTests {
    @Test func itPlaysAndScores() throws {
        let folder = try TemporaryFolder()
        let example = try Command([], in: folder.url, program: "example")
        #expect(example.status == 0, "\(example.errors)")
        #expect(example.output.contains("10 frames of 64 x 48"))
        #expect(example.output.contains("turn_90_back revisit: "))
    }
}
