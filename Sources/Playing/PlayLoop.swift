import Foundation
import ReferenceWorld
import WorldModel
import Worlds

/// What the model's thread does: answers requests, asks for the keys as late as it can, makes frames.
struct PlayLoop {
    private enum Job {
        case stop, rest
        case requests([PlayRequest])
        case frames(Action, ContinuousClock.Instant?)
        /// The next operations of a replay.
        case replay
    }

    let session: PlaySession
    var player: Player
    let log: LogWriter?
    var replay: Replay
    var paused = false
    /// The frame shown while it is not the end.
    var viewing: Int?
    var policy: Policy?
    /// Model time a picture.
    var compute = FrameStatistics(window: 60)
    var pacing = Pacing()
    var meters: Meters?
    /// The checkpoint that goes on where a recording is left, its arithmetic and its steps.
    var learned: PlaySettings

    init(
        _ session: PlaySession, _ player: Player, _ log: LogWriter?, _ replay: Replay
    ) {
        (self.session, self.player, self.log, self.replay) = (session, player, log, replay)
        learned = PlaySettings()
        learned.precision = player.settings.precision
        if let steps = player.timeline.tip.steps { (learned.world, learned.steps) = (player.settings.world, steps) }
        var first = player.picture
        (first.immediate, first.moment) = (true, 0)
        session.shared.withLock { $0.pictures = [first] }
        publish()
    }

    mutating func run(_ wake: DispatchSemaphore) {
        while true {
            switch next() {
            case .stop:
                try? log?.finish(player)
                return
            case .rest: _ = wake.wait(timeout: .now() + .milliseconds(paused ? 20 : 1))
            case .requests(let requests):
                for request in requests {
                    do { try answer(request) } catch { tell("\(error)") }
                }
                publish()
            case .frames(let action, let keyed):
                frames(action, keyed)
                publish()
            case .replay:
                replayOne()
                publish()
            }
        }
    }

    private func next() -> Job {
        let group = player.framesPerStep
        return session.shared.withLock { s in
            if s.stopping { return .stop }
            // A game that is being made again is not to be disturbed.
            if replay.unshown > 0 {
                s.requests.removeAll { if case .load = $0 { false } else { true } }
                if s.requests.isEmpty { return .replay }
            }
            if !s.requests.isEmpty {
                defer { s.requests = [] }
                return .requests(s.requests)
            }
            let begins = pacing.mayBegin(
                now: .now, due: s.due, queued: s.pictures.count, group: group, interval: s.interval)
            if paused || !begins { return .rest }
            if !replay.isOver { return .replay }
            let (action, keyed) = s.input.take(s.bindings, frames: group)
            return .frames(action, keyed)
        }
    }

    /// Applies an operation and logs it.
    mutating func apply(_ operation: PlayOperation) throws -> Picture? {
        var picture = try player.apply(operation)
        picture?.moment = session.record.withLock {
            $0.append(operation, player)
            return $0.count
        }
        do { try log?.append(operation, player) } catch { tell("\(error)") }
        return picture
    }

    private mutating func frames(_ keys: Action, _ keyed: ContinuousClock.Instant?) {
        do {
            var keyed = keyed
            var action = keys
            let begin = ContinuousClock.now
            if policy != nil, let reference = player.timeline.tip.reference {
                action = policy!.action(for: reference)
            }
            if let recorded = player.timeline.tip.world as? RecordedWorld { action = recorded.nextAction }
            // After a fork in the middle of a latent frame, only the rest of it is left.
            let count = player.timeline.tip.framesLeft
            for _ in 0..<count {
                guard var picture = try apply(.action(action)) else { continue }
                (picture.keyed, keyed) = (keyed, nil)
                measure(&picture)
                show(picture)
            }
            guard count == player.framesPerStep else { return }
            let took = ContinuousClock.now - begin
            pacing.add(took)
            compute.add(took / .milliseconds(1) / Double(count))
        } catch {
            paused = true
            tell("\(error)")
        }
    }

    /// Off, it costs nothing.
    private mutating func measure(_ picture: inout Picture) {
        guard session.shared.withLock({ $0.measures }) else {
            meters = nil
            return
        }
        if meters == nil {
            let timeline = player.timeline
            guard let start = timeline.picture(0), let last = timeline.picture(max(0, timeline.end - 1)) else { return }
            meters = Meters(start: start.frame, last: last)
        }
        picture.reading = meters!.read(picture, player.timeline.tip)
        picture.kept = meters!.kept
    }

    private mutating func replayOne() {
        let wasUnshown = replay.unshown > 0
        guard let (operation, isShown) = replay.next() else { return }
        do {
            if case .check(let expected) = operation {
                replay.check(expected, player.fingerprint)
                if replay.different == 1, player.fingerprint != expected {
                    tell(
                        "Frame \(player.timeline.end) differs from the log: another machine, build or checkpoint made it."
                    )
                }
            }
            let (begin, left) = (ContinuousClock.now, player.timeline.tip.framesLeft)
            let space = player.actionSpace
            if var picture = try apply(operation), isShown {
                if case .action = operation { measure(&picture) }
                show(picture)
            }
            if player.actionSpace != space { takeActionSpace() }
            if case .action = operation, left == player.framesPerStep { pacing.add(ContinuousClock.now - begin) }
            guard replay.isOver else { return }
            paused = replay.rests
            if wasUnshown { arrive() }
            if replay.different == 0 {
                tell(paused ? "The replay is over; {pause} goes on from here." : "From here on the keys play.")
            }
        } catch {
            (paused, replay) = (true, Replay())
            tell("\(error)")
        }
    }

    /// Shows where an unshown replay has led to.
    private mutating func arrive() {
        if let frame = replay.viewing { look(frame) } else { showNow(player.picture) }
        learned.precision = player.settings.precision
        if let steps = player.timeline.tip.steps { (learned.world, learned.steps) = (player.settings.world, steps) }
    }

    func show(_ picture: Picture) { session.shared.withLock { $0.pictures.append(picture) } }

    func tell(_ message: String) {
        session.shared.withLock {
            $0.status.message = message
            $0.status.messages += 1
        }
    }

    func publish() {
        let (timeline, tip) = (player.timeline, player.timeline.tip)
        let branches = timeline.branches.map {
            PlayStatus.Branch(number: $0.number, parent: $0.parent, forked: $0.forked, end: $0.end)
        }
        session.shared.withLock { s in
            s.status.settings = player.settings
            (s.status.branches, s.status.current) = (branches, timeline.current)
            (s.status.end, s.status.firstKept, s.status.older) = (timeline.end, timeline.firstKept, timeline.older)
            (s.status.viewing, s.status.paused, s.status.policy) = (viewing, paused, policy != nil)
            (s.status.steps, s.status.context) = (tip.steps, tip.context)
            (s.status.framesPerStep, s.status.hasReference) = (tip.framesPerStep, tip.referenceFrame != nil)
            s.status.compute = compute
            s.status.busy = replay.unshown > 0
            (s.status.takesPrompts, s.status.prompts) = (tip.world.abilities.contains(.prompt), timeline.branch.prompts)
        }
    }
}
