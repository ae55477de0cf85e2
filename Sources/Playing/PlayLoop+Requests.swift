import ReferenceWorld
import Worlds

extension PlayLoop {
    mutating func answer(_ request: PlayRequest) throws {
        switch request {
        case .pause(let wanted):
            paused = wanted ?? !paused
            if !paused { try resume() }
        case .step:
            paused = true
            try stepOnce()
        case .look(let frame): look(frame)
        case .move(let frames): move(frames)
        case .fork:
            let frame = viewing ?? player.timeline.end
            if let recorded = player.timeline.tip.world as? RecordedWorld { return try takeOver(recorded, at: frame) }
            try replace(.fork(frame))
            tell(
                "Branch \(player.timeline.current) from frame \(frame); \(paused ? "{pause} plays it, " : "")"
                    + "{branch} switches.")
        case .nextBranch:
            let count = player.timeline.branches.count
            guard count > 1 else { throw PlayRefusal("There is one branch; {fork} forks another.") }
            try replace(.branch((player.timeline.current + 1) % count))
        case .restart:
            meters = nil
            try replace(.restart)
        case .begin(let settings): try begin(settings)
        case .steps(let steps):
            guard player.timeline.tip.steps != nil else {
                throw PlayRefusal("This world is not denoised, so there are no steps to change.")
            }
            guard (1...64).contains(steps) else { return }
            _ = try apply(.steps(steps))
            learned.steps = steps
        case .prompt(let words):
            _ = try apply(.prompt(words))
            tell(words.isEmpty ? "No words from here on." : "From here on: \(words)")
        case .load(let new, let log): load(new, log)
        case .policy:
            if policy != nil {
                policy = nil
                return
            }
            guard player.timeline.tip.reference != nil else {
                throw PlayRefusal(
                    player.settings.given == nil
                        ? "There is no policy for a world with these actions."
                        : "A policy looks at the reference world, and there is none beside a given picture.")
            }
            policy = Policy(kind: .wander, seed: player.settings.seed)
        }
    }

    private mutating func begin(_ settings: PlaySettings) throws {
        meters = nil
        session.shared.withLock { $0.status.busy = true }
        let space = player.actionSpace
        try replace(.begin(settings))
        if player.actionSpace != space { takeActionSpace() }
        (compute, pacing) = (FrameStatistics(window: 60), Pacing())
        policy = policy.flatMap { _ in
            player.timeline.tip.reference == nil ? nil : Policy(kind: .wander, seed: settings.seed)
        }
        if let steps = player.timeline.tip.steps {
            (learned.world, learned.precision, learned.steps) = (settings.world, settings.precision, steps)
        }
    }

    private mutating func load(_ new: Player, _ log: ActionLog) {
        let space = player.actionSpace
        (player, viewing, policy, paused) = (new, nil, nil, false)
        session.record.withLock { $0 = GameRecord(new) }
        replay = Replay(log.operations, unshown: log.operations.count, viewing: log.viewing)
        if player.actionSpace != space { takeActionSpace() }
        (compute, pacing) = (FrameStatistics(window: 60), Pacing())
        if log.operations.isEmpty { showNow(player.picture) }
    }

    /// The checkpoint goes on from a frame of a recording.
    private mutating func takeOver(_ recorded: RecordedWorld, at frame: Int) throws {
        var settings = learned
        settings.seed = player.settings.seed
        try settings.begin(from: recorded.history(to: frame))
        try begin(settings)
        tell("'\(learned.world)' goes on from frame \(frame) of the recording.")
    }

    private mutating func move(_ frames: Int) {
        let (timeline, from) = (player.timeline, viewing ?? player.timeline.end)
        // Among older frames, to the next one that is kept.
        if frames < 0 && from <= timeline.firstKept { return look(timeline.older.last { $0 < from } ?? from) }
        if frames > 0 && from < timeline.firstKept {
            return look(timeline.older.first { $0 > from } ?? timeline.firstKept)
        }
        look(from + frames)
    }

    /// Goes on from the frame that is shown; what followed is cut off.
    private mutating func resume() throws {
        guard let frame = viewing else { return }
        viewing = nil
        // A few frames of one latent frame: it is simply shown to its end.
        if player.timeline.end - frame < player.framesPerStep && player.timeline.tip.framesLeft == player.framesPerStep
        {
            show(player.picture)
        } else {
            try replace(.rewind(frame))
        }
    }

    private mutating func stepOnce() throws {
        if let frame = viewing, frame < player.timeline.end { return look(frame + 1) }
        let before = player.timeline.end
        let count = player.timeline.tip.framesLeft
        let action = session.shared.withLock { $0.input.take($0.bindings, frames: count).action }
        for _ in 0..<count { _ = try apply(.action(action)) }
        look(before + 1)
    }

    mutating func look(_ frame: Int) {
        paused = true
        let timeline = player.timeline
        let frame = timeline.nearest(max(0, frame))
        viewing = frame == timeline.end ? nil : frame
        guard let picture = timeline.picture(frame) else { return }
        showNow(picture)
    }

    /// Applies an operation that leads elsewhere: pictures made before it are void.
    private mutating func replace(_ operation: PlayOperation) throws {
        let picture = try apply(operation)
        viewing = nil
        if let picture { showNow(picture) }
    }

    func showNow(_ picture: Picture) {
        var picture = picture
        picture.immediate = true
        session.shared.withLock { $0.pictures = [picture] }
    }

    func takeActionSpace() {
        session.shared.withLock {
            $0.bindings = Bindings(player.actionSpace)
            $0.input.releaseAll()
        }
    }
}
