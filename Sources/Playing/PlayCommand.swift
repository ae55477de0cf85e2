/// What a key does besides the world's own actions.
public enum PlayCommand: String, CaseIterable, Sendable {
    case menu, pause, step, back, ahead, fork, branch, restart, seed, policy, reference, record, screenshot, hud
    case fewerSteps = "fewer-steps"
    case moreSteps = "more-steps"
    case scaling, keys, quit, save, meters, prompt
    case fullScreen = "full-screen"

    /// The keys that have it unless the bindings say otherwise.
    public var defaultKeys: [String] {
        switch self {
        case .menu: ["Escape"]
        case .pause: ["P"]
        case .step: ["N"]
        case .back: [","]
        case .ahead: ["."]
        case .fork: ["F"]
        case .branch: ["Tab"]
        case .restart: ["Backspace"]
        case .seed: ["G"]
        case .policy: ["M"]
        case .reference: ["R"]
        case .record: ["V"]
        case .screenshot: ["F12"]
        case .hud: ["H"]
        case .fewerSteps: ["["]
        case .moreSteps: ["]"]
        case .scaling: ["X"]
        case .keys: ["F1"]
        case .fullScreen: ["F11", "Alt+Return"]
        case .quit: ["Ctrl+Q"]
        case .save: ["Ctrl+S"]
        case .meters: ["C"]
        case .prompt: ["T"]
        }
    }

    /// Gives its keys up to whoever is bound to them: it came after people had bindings of their own.
    var yields: Bool { [.keys, .fullScreen, .quit, .save, .meters, .prompt].contains(self) }

    public var meaning: String {
        switch self {
        case .menu: "menu"
        case .pause: "pause"
        case .step: "single step"
        case .back: "back one frame"
        case .ahead: "ahead one frame"
        case .fork: "fork here"
        case .branch: "next branch"
        case .restart: "restart"
        case .seed: "new seed"
        case .policy: "policy plays"
        case .reference: "reference beside"
        case .record: "record mp4"
        case .screenshot: "screenshot"
        case .hud: "hide or show the text"
        case .fewerSteps: "fewer denoising steps"
        case .moreSteps: "more denoising steps"
        case .scaling: "whole-number or full scaling"
        case .keys: "show all keys (also ?)"
        case .fullScreen: "full screen"
        case .quit: "quit"
        case .save: "save the game"
        case .meters: "meters"
        case .prompt: "say what happens"
        }
    }
}
