import Episodes
import Testing
import Worlds

@testable import Playing
@testable import Sandbox

struct MenuTests {
    static func menu(episodes: EpisodeSet? = nil) -> Menu {
        let registry = WorldRegistry([
            WorldKind(
                names: ["nano", "small", "reference"], scenes: ["meadow", "rooms"], make: { _ in CountingWorld() })
        ])
        var status = PlayStatus(settings: PlaySettings(world: "small", seed: 7))
        status.steps = 4
        return Menu(
            registry: registry, status: status, cap: 20, wholeNumbers: true, bindings: Bindings(.standard),
            episodes: episodes)
    }

    static func go(_ menu: inout Menu, to row: Menu.Row) {
        menu.select(Menu.Row.allCases.firstIndex(of: row)!)
    }

    @Test func itChoosesWorldSceneAndSeed() {
        var menu = Self.menu()
        Self.go(&menu, to: .world)
        #expect(menu.press("Left") == .none)
        Self.go(&menu, to: .scene)
        _ = menu.press("Right")
        Self.go(&menu, to: .seed)
        for key in ["Backspace", "4", "2"] { _ = menu.press(key) }
        Self.go(&menu, to: .begin)
        #expect(menu.press("Return") == .begin(PlaySettings(world: "nano", scene: "meadow", seed: 42, steps: 4)))
    }

    @Test func stepsAndRateChangeAtOnce() {
        var menu = Self.menu()
        Self.go(&menu, to: .steps)
        #expect(menu.press("Left") == .steps(3))
        Self.go(&menu, to: .cap)
        #expect(menu.press("Right") == .cap(30))
        #expect(menu.press("Escape") == .close)
    }

    @Test func aKeyThatHasAMeaningIsRefusedWithTheReason() {
        var menu = Self.menu()
        Self.go(&menu, to: .bindings)
        _ = menu.press("Return")
        // The first target is forward.
        _ = menu.press("Return")
        #expect(menu.press("S") == .none)
        #expect(menu.message == "S already means 'back'; give that another key first.")
        #expect(menu.bindings.keyText(.channel(0, negative: false)).contains("W"))
        _ = menu.press("Return")
        #expect(menu.press("I") == .save)
        #expect(menu.bindings.target(of: "i") == .channel(0, negative: false) && menu.bindings.target(of: "W") == nil)
        #expect(menu.press("Escape") == .save && menu.page == .main)
    }

    @Test func bindingsFilesAreReadAndConflictsRefused() throws {
        let good = try BindingsFile.parse(
            "actions: {forward: [I, Up], look: [K, U]}\ncommands: {hud: F1}\nmouse-sensitivity: 0.05", space: .standard)
        #expect(good.target(of: "i") == .channel(0, negative: false) && good.mouseSensitivity == 0.05)
        for (text, word) in [
            ("actions: {forward: S}", "already means"), ("actions: {fly: S}", "no action"),
            ("commands: {dance: B}", "no command"),
            ("actions: {turn: Left}", "axis"), ("[", "YAML"), ("commands: {pause: true}", "quotes"),
        ] {
            do {
                _ = try BindingsFile.parse(text, space: .standard)
                Issue.record("accepted \(text)")
            } catch { #expect("\(error)".contains(word), "\(text)") }
        }
    }

    @Test func theDeadZoneIsASettingAndShownLive() {
        var menu = Self.menu()
        Self.go(&menu, to: .deadZone)
        #expect(menu.press("Right") == .save && abs(menu.bindings.deadZone - 0.22) < 1e-6)
        let row = Menu.Row.allCases.firstIndex(of: .deadZone)!
        #expect(menu.rows[row].value == "< 22% >")
        menu.stick = 0.13
        #expect(menu.rows[row].value == "stick at 13%, rests   < 22% >")
        menu.stick = 0.5
        #expect(menu.rows[row].value.contains("counts"))
    }
}
