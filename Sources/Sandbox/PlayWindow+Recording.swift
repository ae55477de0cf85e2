#if Window
    import Foundation
    import Worlds

    extension PlayWindow {
        /// Seconds that the files of recordings may take to be completed after the window has closed.
        private static let patience = 20.0

        func toggleRecording() {
            if recorder != nil { return finishRecording() }
            guard let picture else { return }
            do {
                let new = try VideoRecorder(
                    URL(fileURLWithPath: "diorama-\(FileStamp.text()).mp4"), first: picture, isSplit: showsReference,
                    framesPerSecond: Int((cap ?? 20).rounded()), scale: max(1, 640 / picture.frame.width))
                (recorder, heads.recording) = (new, 0)
                say("Recording; \(keyText(.record)) ends it.")
            } catch { say("\(error)") }
        }

        func finishRecording() {
            guard let recorder else { return }
            recorder.finish()
            endingRecorders.append(recorder)
            (self.recorder, heads.recording) = (nil, nil)
        }

        /// Tells at once what goes wrong with a recording, and how those that ended went.
        func watchRecordings() {
            if let recorder {
                if let trouble = recorder.trouble {
                    finishRecording()
                    say(trouble)
                } else if recorder.skipped > heads.skipped {
                    if heads.skipped == 0 { say("Recording is slower than the game: frames are left out.") }
                    heads.skipped = recorder.skipped
                }
            } else {
                heads.skipped = 0
            }
            for recorder in endingRecorders {
                guard let outcome = recorder.outcome else { continue }
                endingRecorders.removeAll { $0 === recorder }
                say(Self.text(outcome, recorder))
            }
        }

        /// After the window has closed: its recordings become whole files.
        func awaitRecordings() {
            for recorder in endingRecorders {
                let text = recorder.wait(patience: Self.patience).map { Self.text($0, recorder) }
                print(text ?? "The recording \(recorder.target.path) could not be completed.")
            }
            endingRecorders = []
        }

        private static func text(_ outcome: VideoRecorder.Outcome, _ recorder: VideoRecorder) -> String {
            switch outcome {
            case .saved(let frames):
                "\(recorder.trouble.map { $0 + " " } ?? "")Recorded \(frames) frames to \(recorder.target.path)."
            case .failed(let reason): reason
            }
        }
    }
#endif
