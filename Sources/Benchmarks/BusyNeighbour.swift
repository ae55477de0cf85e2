import Foundation
import Tensors

/// Another process that keeps one core busy for as long as this one lives.
final class BusyNeighbour {
    private let process = Process()

    init() throws {
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        // It looks now and then whether anybody still wants it, so that it never outlives a killed benchmark.
        let parent = ProcessInfo.processInfo.processIdentifier
        process.arguments = [
            "-c", "while kill -0 \(parent) 2>/dev/null; do i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done; done",
        ]
        do { try process.run() } catch {
            throw FileError("/bin/sh cannot be started to keep a core busy: \(error.localizedDescription)")
        }
    }

    func stop() {
        // Children inherit the signals that this thread blocks, SIGTERM among them.
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }
}
