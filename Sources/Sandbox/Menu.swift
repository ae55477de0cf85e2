import Episodes
import Playing
import Worlds

/// The menu of the window: what it shows and what its keys do. Knows no window.
struct Menu {
    enum Effect: Equatable {
        case none, close, quit, save
        case begin(PlaySettings)
        case steps(Int)
        case cap(Double?)
        case scaling(Bool)
        case fullScreen(Bool)
    }

    enum Row: CaseIterable {
        case resume, world, scene, seed, begin, episodes, steps, cap, scaling, fullScreen, mouse, deadZone, bindings,
            quit
    }

    static let caps: [Double?] = [5, 10, 15, 20, 30, 60, nil]

    private let worlds: [String]
    private let scenes: [String]
    /// What "begin" would play.
    private(set) var draft: PlaySettings
    var steps: Int?
    var cap: Double?
    var wholeNumbers: Bool
    var isFullScreen = false
    var bindings: Bindings
    /// How a key is called, under the keyboard's layout.
    var label: (String) -> String = { $0 }
    /// How far a controller's stick is from its rest now; nil without one.
    var stick: Float?
    private(set) var selected = 0
    enum Page { case main, bindings, episodes }
    private(set) var page = Page.main
    private let episodes: EpisodeSet?
    /// Waiting for the key that this target is to have.
    private(set) var awaiting: Bindings.Target?
    private(set) var message = ""

    init(
        registry: WorldRegistry, status: PlayStatus, cap: Double?, wholeNumbers: Bool, bindings: Bindings,
        episodes: EpisodeSet? = nil
    ) {
        worlds =
            registry.names.contains(status.settings.world) ? registry.names : [status.settings.world] + registry.names
        scenes = [""] + registry.scenes
        (draft, steps, self.cap) = (status.settings, status.steps, cap)
        (self.wholeNumbers, self.bindings, self.episodes) = (wholeNumbers, bindings, episodes)
    }

    var title: String {
        switch page {
        case .main: "Diorama"
        case .bindings: "Bindings"
        case .episodes: "Episodes of \(episodes?.url.lastPathComponent ?? "")"
        }
    }
    var hint: String {
        if awaiting != nil { return "press the new key; Escape keeps the old one" }
        switch page {
        case .main: return "arrows choose and change, Enter does it"
        case .bindings: return "Enter changes a key, Escape goes back"
        case .episodes: return "Enter plays a recording, Escape goes back"
        }
    }
    /// The episode under the bar, for its picture.
    var episode: (set: EpisodeSet, index: Int)? {
        guard page == .episodes, let episodes, episodes.entries.indices.contains(selected) else { return nil }
        return (episodes, selected)
    }

    /// Label and value of each row.
    var rows: [(label: String, value: String)] {
        switch page {
        case .main: break
        case .bindings:
            return bindings.targets.map {
                (bindings.name(of: $0), $0 == awaiting ? "..." : bindings.keyText($0, label: label))
            }
        case .episodes: return (episodes?.entries ?? []).map { ($0.name, "\($0.frames / 20) s") }
        }
        return Row.allCases.map {
            switch $0 {
            case .resume: ("Resume", "")
            case .world: ("World", "< \(draft.world) >")
            case .scene: ("Scene", "< \(draft.scene.isEmpty ? "the seed chooses" : draft.scene) >")
            case .seed: ("Seed", "< \(draft.seed) >")
            case .begin: ("Begin this world", "")
            case .episodes: ("Episodes ...", episodes.map { "\($0.count)" } ?? "none; --episodes SET")
            case .steps: ("Denoising steps", steps.map { "< \($0) >" } ?? "none in this world")
            case .cap: ("Frames a second", cap.map { "< \(Int($0)) >" } ?? "< unlimited >")
            case .scaling: ("Scaling", wholeNumbers ? "< whole numbers >" : "< as large as fits >")
            case .fullScreen: ("Full screen", isFullScreen ? "< on >" : "< off >")
            case .mouse: ("Mouse sensitivity", "< \(Int((bindings.mouseSensitivity * 1000).rounded())) >")
            case .deadZone: ("Stick's dead zone", "\(stickText)< \(Int((bindings.deadZone * 100).rounded()))% >")
            case .bindings: ("Bindings ...", "")
            case .quit: ("Quit", "")
            }
        }
    }

    private var stickText: String {
        guard let stick else { return "" }
        return "stick at \(Int((stick * 100).rounded()))%, \(stick > bindings.deadZone ? "counts" : "rests")   "
    }

    mutating func select(_ row: Int) { if rows.indices.contains(row) && awaiting == nil { selected = row } }

    /// A key by SDL's name.
    mutating func press(_ key: String) -> Effect {
        message = ""
        if let target = awaiting { return assign(key, to: target) }
        switch key {
        case "Escape":
            guard page != .main else { return .close }
            (page, selected) = (.main, Row.allCases.firstIndex(of: page == .bindings ? .bindings : .episodes) ?? 0)
            return .save
        case "Up": move(-1)
        case "Down": move(1)
        case "PageUp": move(max(-10, -selected))
        case "PageDown": move(min(10, rows.count - 1 - selected))
        case "Return", "Keypad Enter", "Space": return enter()
        case "Left": return change(-1)
        case "Right": return change(1)
        case "Backspace": if row == .seed { draft.seed /= 10 }
        default:
            guard row == .seed, let digit = UInt64(key.replacing("Keypad ", with: "")), digit < 10 else { break }
            let (product, over) = draft.seed.multipliedReportingOverflow(by: 10)
            if !over && product <= .max - digit { draft.seed = product + digit }
        }
        return .none
    }

    private mutating func move(_ by: Int) {
        let count = max(1, rows.count)
        selected = (selected + by + count) % count
    }

    private var row: Row? { page == .main ? Row.allCases[selected] : nil }

    private mutating func enter() -> Effect {
        if let episode {
            var settings = PlaySettings(
                world: RecordedWorld.name(episode.set, episode.set.entries[episode.index]), seed: draft.seed)
            // For the model that goes on from it.
            settings.precision = draft.precision
            return .begin(settings)
        }
        guard let row else {
            if page == .bindings { awaiting = bindings.targets[selected] }
            return .none
        }
        switch row {
        case .resume: return .close
        case .begin, .world, .scene, .seed:
            var settings = draft
            if let steps { settings.steps = steps }
            return .begin(settings)
        case .bindings: (page, selected) = (.bindings, 0)
        case .episodes:
            if episodes == nil {
                message = "Start with --episodes SET to browse a set; diorama record makes one."
            } else {
                (page, selected) = (.episodes, 0)
            }
        case .quit: return .quit
        default: return change(1)
        }
        return .none
    }

    private mutating func assign(_ key: String, to target: Bindings.Target) -> Effect {
        awaiting = nil
        if key == "Escape" { return .none }
        // A key takes the keyboard's place, a button the controller's.
        let isPad = key.hasPrefix("Pad ")
        let others = (bindings.keys[target] ?? []).filter { $0.hasPrefix("Pad ") != isPad }
        do { try bindings.bind(isPad ? others + [key] : [key] + others, to: target, label: label) } catch {
            message = "\(error)"
            return .none
        }
        return .save
    }

    private func next<T: Equatable>(_ list: [T], _ value: T, _ by: Int) -> T {
        let index = list.firstIndex(of: value) ?? 0
        return list[(index + by + list.count) % list.count]
    }

    private mutating func change(_ by: Int) -> Effect {
        switch row {
        case .world:
            draft.world = next(worlds, draft.world, by)
            // Another checkpoint has steps and weights of its own; given pictures stay.
            (draft.steps, draft.weights) = (nil, nil)
        case .scene:
            draft.scene = next(scenes, draft.scene, by)
            (draft.given, draft.description) = (nil, nil)
        case .seed: draft.seed = by > 0 ? draft.seed &+ 1 : draft.seed &- 1
        case .steps:
            guard let old = steps else { return .none }
            steps = max(1, min(64, old + by))
            return .steps(steps!)
        case .cap:
            cap = next(Self.caps, cap, by)
            return .cap(cap)
        case .scaling:
            wholeNumbers.toggle()
            return .scaling(wholeNumbers)
        case .fullScreen:
            isFullScreen.toggle()
            return .fullScreen(isFullScreen)
        case .mouse:
            bindings.mouseSensitivity = max(0.002, min(0.2, bindings.mouseSensitivity + Float(by) * 0.002))
            return .save
        case .deadZone:
            bindings.deadZone = max(0, min(0.9, ((bindings.deadZone * 100).rounded() + Float(by) * 2) / 100))
            return .save
        default: break
        }
        return .none
    }
}
