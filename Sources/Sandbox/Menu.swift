import Worlds

/// The menu of the window: what it shows and what its keys do. Knows no window.
struct Menu {
    enum Effect: Equatable {
        case none, close, quit, save
        case begin(PlaySettings)
        case steps(Int)
        case cap(Double?)
        case scaling(Bool)
    }

    enum Row: CaseIterable {
        case resume, world, scene, seed, begin, steps, cap, scaling, mouse, bindings, quit
    }

    static let caps: [Double?] = [5, 10, 15, 20, 30, 60, nil]

    private let worlds: [String]
    private let scenes: [String]
    /// What "begin" would play.
    private(set) var draft: PlaySettings
    var steps: Int?
    var cap: Double?
    var wholeNumbers: Bool
    var bindings: Bindings
    private(set) var selected = 0
    private(set) var showsBindings = false
    /// Waiting for the key that this target is to have.
    private(set) var awaiting: Bindings.Target?
    private(set) var message = ""

    init(
        choice: WorldChoice, status: PlayStatus, cap: Double?, wholeNumbers: Bool, bindings: Bindings
    ) {
        worlds = choice.names.contains(status.settings.world) ? choice.names : [status.settings.world] + choice.names
        scenes = [""] + choice.scenes
        (draft, steps, self.cap) = (status.settings, status.steps, cap)
        (self.wholeNumbers, self.bindings) = (wholeNumbers, bindings)
    }

    var title: String { showsBindings ? "Bindings" : "Diorama" }
    var hint: String {
        if awaiting != nil { return "press the new key; Escape keeps the old one" }
        return showsBindings ? "Enter changes a key, Escape goes back" : "arrows choose and change, Enter does it"
    }

    /// Label and value of each row.
    var rows: [(label: String, value: String)] {
        if showsBindings {
            return bindings.targets.map {
                (bindings.name(of: $0), $0 == awaiting ? "..." : bindings.keyText($0))
            }
        }
        return Row.allCases.map {
            switch $0 {
            case .resume: ("Resume", "")
            case .world: ("World", "< \(draft.world) >")
            case .scene: ("Scene", "< \(draft.scene.isEmpty ? "the seed chooses" : draft.scene) >")
            case .seed: ("Seed", "< \(draft.seed) >")
            case .begin: ("Begin this world", "")
            case .steps: ("Denoising steps", steps.map { "< \($0) >" } ?? "none in this world")
            case .cap: ("Frames a second", cap.map { "< \(Int($0)) >" } ?? "< unlimited >")
            case .scaling: ("Scaling", wholeNumbers ? "< whole numbers >" : "< as large as fits >")
            case .mouse: ("Mouse sensitivity", "< \(Int((bindings.mouseSensitivity * 1000).rounded())) >")
            case .bindings: ("Bindings ...", "")
            case .quit: ("Quit", "")
            }
        }
    }

    mutating func select(_ row: Int) { if rows.indices.contains(row) && awaiting == nil { selected = row } }

    /// A key by SDL's name.
    mutating func press(_ key: String) -> Effect {
        message = ""
        if let target = awaiting { return assign(key, to: target) }
        switch key {
        case "Escape":
            guard showsBindings else { return .close }
            (showsBindings, selected) = (false, Row.allCases.firstIndex(of: .bindings)!)
            return .save
        case "Up": selected = (selected + rows.count - 1) % rows.count
        case "Down": selected = (selected + 1) % rows.count
        case "Return", "Keypad Enter", "Space": return enter()
        case "Left": return change(-1)
        case "Right": return change(1)
        case "Backspace": if row == .seed { draft.seed /= 10 }
        default:
            guard row == .seed, key.count == 1, let digit = UInt64(key) else { break }
            let (product, over) = draft.seed.multipliedReportingOverflow(by: 10)
            if !over && product <= .max - digit { draft.seed = product + digit }
        }
        return .none
    }

    private var row: Row? { showsBindings ? nil : Row.allCases[selected] }

    private mutating func enter() -> Effect {
        guard let row else {
            awaiting = bindings.targets[selected]
            return .none
        }
        switch row {
        case .resume: return .close
        case .begin, .world, .scene, .seed:
            var settings = draft
            if let steps { settings.steps = steps }
            return .begin(settings)
        case .bindings: (showsBindings, selected) = (true, 0)
        case .quit: return .quit
        default: return change(1)
        }
        return .none
    }

    private mutating func assign(_ key: String, to target: Bindings.Target) -> Effect {
        awaiting = nil
        if key == "Escape" { return .none }
        do { try bindings.bind([key], to: target) } catch {
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
            // Another checkpoint has steps of its own; given pictures stay.
            draft.steps = nil
        case .scene:
            draft.scene = next(scenes, draft.scene, by)
            draft.given = nil
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
        case .mouse:
            bindings.mouseSensitivity = max(0.002, min(0.2, bindings.mouseSensitivity + Float(by) * 0.002))
            return .save
        default: break
        }
        return .none
    }
}
