import Foundation
import Synchronization

/// Recordings whose files are not complete. They are completed even where a library ends the program, as Xlib does when the
/// display goes away.
enum UnfinishedRecordings {
    private static let all = Mutex<(recorders: [VideoRecorder], isWatching: Bool)>(([], false))
    /// Seconds that they may take altogether.
    static let patience = 20.0

    static func add(_ recorder: VideoRecorder) {
        let isFirst = all.withLock { state in
            defer { state.isWatching = true }
            state.recorders.append(recorder)
            return !state.isWatching
        }
        if isFirst { atexit { for text in UnfinishedRecordings.finish() { print(text) } } }
    }

    /// Completes all of them and says how that went.
    static func finish() -> [String] {
        let recorders = all.withLock { state in
            defer { state.recorders = [] }
            return state.recorders
        }
        let end = Date() + patience
        for recorder in recorders { recorder.finish() }
        return recorders.map { recorder in
            recorder.wait(patience: max(0, end.timeIntervalSinceNow)).map { recorder.text($0) }
                ?? "The recording \(recorder.target.path) could not be completed; what there is lies beside it as .part."
        }
    }

    static func remove(_ recorder: VideoRecorder) {
        all.withLock { $0.recorders.removeAll { $0 === recorder } }
    }
}
