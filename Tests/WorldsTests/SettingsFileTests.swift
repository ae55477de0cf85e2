import Testing

@testable import Worlds

@Suite struct SettingsFileTests {
    private func message(_ text: String, _ read: (SettingsFile) throws -> Void = { _ in }) -> String? {
        do {
            try read(try SettingsFile(text, file: "run.yaml", keys: ["steps", "rate", "name", "memory"]))
            return nil
        } catch { return "\(error)" }
    }

    @Test func readsWhatIsThere() throws {
        let file = try SettingsFile(
            "steps: 20\nrate: 2e-3\nmemory: no\n", file: "run.yaml", keys: ["steps", "rate", "memory", "name"])
        #expect(try file.integer("steps", in: 1...100) == 20)
        #expect(try file.number("rate", in: 0...1) == 0.002)
        #expect(try file.flag("memory") == false)
        #expect(try file.text("name") == nil)
    }

    @Test func wrongKeysAndValuesNameTheirPlace() {
        #expect(message("steps: 2\nstepps: 3\n")?.hasPrefix("run.yaml:2:1: ") == true)
        #expect(message("stepps: 3\n")?.contains("steps") == true)
        let integer: (SettingsFile) throws -> Void = { _ = try $0.integer("steps", in: 1...100) }
        #expect(
            message("name: a\nsteps: many", integer)
                == "run.yaml:2:8: steps must be a whole number from 1 to 100, not 'many'.")
        #expect(message("steps: 101", integer)?.hasPrefix("run.yaml:1:8: ") == true)
        #expect(message("rate: .nan", { _ = try $0.number("rate", in: 0...1) })?.hasPrefix("run.yaml:1:7: ") == true)
        #expect(message("steps: [1, 2")?.hasPrefix("run.yaml:") == true)
        #expect(message("- 1")?.hasPrefix("run.yaml:1:1: ") == true)
    }
}
