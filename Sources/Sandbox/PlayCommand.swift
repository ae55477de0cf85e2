/// What a key does besides the world's own actions.
public enum PlayCommand: String, CaseIterable, Sendable {
    case menu, pause, step, back, ahead, fork, branch, restart, seed, policy, reference, record, screenshot, hud
    case fewerSteps = "fewer-steps"
    case moreSteps = "more-steps"
    case scaling

    /// SDL's name of the key that has it unless the bindings say otherwise.
    public var defaultKey: String {
        switch self {
        case .menu: "Escape"
        case .pause: "P"
        case .step: "N"
        case .back: ","
        case .ahead: "."
        case .fork: "F"
        case .branch: "Tab"
        case .restart: "Backspace"
        case .seed: "G"
        case .policy: "M"
        case .reference: "R"
        case .record: "V"
        case .screenshot: "F12"
        case .hud: "H"
        case .fewerSteps: "["
        case .moreSteps: "]"
        case .scaling: "X"
        }
    }

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
        case .hud: "hide or show this"
        case .fewerSteps: "fewer denoising steps"
        case .moreSteps: "more denoising steps"
        case .scaling: "whole-number or full scaling"
        }
    }
}
