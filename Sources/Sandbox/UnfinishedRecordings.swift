import Foundation
import Playing
import Synchronization

/// Recordings whose files are not complete. They are completed even where a library ends the program, as Xlib does when the
/// display goes away.
enum UnfinishedRecordings {
    private static let all = Mutex<(recorders: [VideoRecorder], set: SetRecorder?, isWatching: Bool)>(([], nil, false))
    /// Seconds that they may take altogether.
    static let patience = 20.0

    static func add(_ recorder: VideoRecorder, set: SetRecorder? = nil) {
        let isFirst = all.withLock { state in
            defer { state.isWatching = true }
            state.recorders.append(recorder)
            state.set = set
            return !state.isWatching
        }
        if isFirst { atexit { for text in UnfinishedRecordings.finish() { print(text) } } }
    }

    /// Completes all of them and says how that went.
    static func finish() -> [String] {
        let (recorders, set) = all.withLock { state in
            defer { (state.recorders, state.set) = ([], nil) }
            return (state.recorders, state.set)
        }
        let end = Date() + patience
        for recorder in recorders { recorder.finish() }
        let videos = recorders.map { recorder in
            recorder.wait(patience: max(0, end.timeIntervalSinceNow)).map { recorder.text($0) }
                ?? "The recording \(recorder.target.path) could not be completed; it holds what there was until then."
        }
        do { return videos + [try set?.finish()].compactMap { $0 } } catch { return videos + ["\(error)"] }
    }

    static func remove(_ recorder: VideoRecorder) {
        all.withLock { $0.recorders.removeAll { $0 === recorder } }
    }
}
