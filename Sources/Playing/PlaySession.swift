import Foundation
import Synchronization
import Worlds

/// The model's thread and what it shares with the window. Neither ever waits for the other: the window leaves
/// requests and input, the thread leaves pictures, at most one latent frame ahead.
public final class PlaySession: Sendable {
    package struct Shared {
        package var input = InputState()
        package var bindings: Bindings
        package var requests: [PlayRequest] = []
        package var pictures: [Picture] = []
        package var status: PlayStatus
        /// Time between two pictures; nil shows each as soon as it is there.
        package var interval: Duration?
        /// When the next picture is due.
        package var due = ContinuousClock.now
        package var stopping = false
        /// Whether pictures are measured.
        package var measures = false
    }

    package let shared: Mutex<Shared>
    /// What the thread has played.
    let record: Mutex<GameRecord>
    private let finished = DispatchSemaphore(value: 0)
    private let wake = DispatchSemaphore(value: 0)

    public init(_ player: Player, bindings: Bindings, framesPerSecond: Double? = 20) {
        record = Mutex(GameRecord(player))
        shared = Mutex(Shared(bindings: bindings, status: PlayStatus(settings: player.settings)))
        set(framesPerSecond: framesPerSecond)
    }

    public var status: PlayStatus { shared.withLock { $0.status } }

    /// Pictures a second; nil is as fast as they come.
    public func set(framesPerSecond: Double?) {
        shared.withLock { $0.interval = framesPerSecond.map { .seconds(1 / $0) } }
    }

    /// What has been played so far.
    public var game: GameRecord { record.withLock { $0 } }

    /// A state file of the game as it is now.
    public func state() throws -> String {
        let viewing = status.viewing
        return try game.state(viewing: viewing)
    }

    public func send(_ request: PlayRequest) {
        shared.withLock { $0.requests.append(request) }
        wake.signal()
    }

    /// Whether the pictures to come are measured.
    public func set(measures: Bool) { shared.withLock { $0.measures = measures } }

    package var bindings: Bindings { shared.withLock { $0.bindings } }
    package var isStopping: Bool { shared.withLock { $0.stopping } }

    package func input<R>(_ body: (inout InputState) -> R) -> R { shared.withLock { body(&$0.input) } }

    /// The next picture to show: at once if it answers a request, else when it is due.
    package func takePicture(now: ContinuousClock.Instant = .now) -> Picture? {
        let picture: Picture? = shared.withLock { s in
            guard let first = s.pictures.first else { return nil }
            if !first.immediate, let interval = s.interval {
                if now < s.due { return nil }
                // After a late picture, the next ones come a little sooner until they are in time again; a model that
                // is too slow shows even steps and not pairs.
                s.due = max(s.due + interval, now + interval * 9 / 10)
            }
            return s.pictures.removeFirst()
        }
        if picture != nil { wake.signal() }
        return picture
    }

    /// How long the window may wait for events before it looks for the next picture.
    package func millisecondsToPicture(atMost limit: Int32) -> Int32 {
        shared.withLock { s in
            guard let first = s.pictures.first else { return limit }
            if first.immediate || s.interval == nil { return 1 }
            return max(1, min(limit, Int32((s.due - .now) / .milliseconds(1))))
        }
    }

    /// Starts the thread. `operations` are applied first: the first `unshown` of them as fast as they can be, then each picture in its
    /// turn. Then it rests, at the frame `viewing` where there is one, or the keys play on.
    public func start(
        _ player: Player, log: LogWriter?, operations: [PlayOperation] = [], unshown: Int = 0, viewing: Int? = nil,
        restsAfterwards: Bool = true
    ) {
        // Moved into the thread, which is the only one to use it.
        nonisolated(unsafe) var loop: PlayLoop? = PlayLoop(
            self, player, log, Replay(operations, unshown: unshown, viewing: viewing, rests: restsAfterwards))
        let thread = Thread { [self] in
            var running = loop!
            loop = nil
            running.run(wake)
            finished.signal()
        }
        thread.stackSize = 1 << 23
        thread.name = "model"
        thread.start()
    }

    /// Asks the thread to end and waits for the frame it is at, but no longer than `patience`.
    public func stop(patience: Double = 1) {
        shared.withLock { $0.stopping = true }
        wake.signal()
        _ = finished.wait(timeout: .now() + patience)
    }
}
