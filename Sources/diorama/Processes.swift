import ArgumentParser
import Communication
import Foundation
import Synchronization
import Tensors
import Worlds

/// The processes that `mpirun` or `srun` has started this one with.
enum Processes {
    private static let joined = Mutex<(any Communicator)?>(nil)

    /// Joins them, at a command's beginning. All but the first one show no progress.
    static func join() throws -> any Communicator {
        let processes = try Launcher().join()
        joined.withLock { $0 = processes }
        if !processes.isFirst { ProgressBar.areShown.store(false, ordering: .relaxed) }
        return processes
    }

    /// Takes leave of the others; where this one has `failed`, all of them end.
    static func leave(failed: Bool, status: Int32) {
        guard let processes = joined.withLock({ $0 }), processes.size > 1 else { return }
        failed ? processes.abort(status: status) : processes.finish()
    }

    /// What a message of this process begins with: several may fail at once.
    static var prefix: String {
        guard let processes = joined.withLock({ $0 }), processes.size > 1 else { return "" }
        return "Process \(processes.rank) of \(processes.size) on \(ProcessInfo.processInfo.hostName): "
    }

    /// Gives the first process, which ends all others, a moment to tell of a failure that it shares with this one.
    static func yieldToFirst() {
        guard let processes = joined.withLock({ $0 }), !processes.isFirst else { return }
        sleep(2)
    }
}
