#if Window
    import Foundation
    import Playing
    import Tensors
    import Worlds

    extension PlayWindow {
        func toggleRecording() {
            if recorder != nil { return finishRecording() }
            guard let picture else { return }
            do {
                let new = try VideoRecorder(
                    URL(fileURLWithPath: "diorama-\(FileStamp.text()).mp4"), first: picture, isSplit: showsReference,
                    framesPerSecond: cap ?? player.framesPerSecond,
                    scale: options.isLossless ? 1 : max(1, 640 / picture.frame.width), lossless: options.isLossless,
                    game: { [session] in session.game })
                (recorder, heads.recording) = (new, 0)
                UnfinishedRecordings.add(new, set: options.set)
                say("Recording; \(keyText(.record)) ends it.")
            } catch { say("\(error)") }
        }

        /// Writes a state file, from which `--load` goes on.
        func saveGame() {
            let file = options.state ?? URL(fileURLWithPath: "diorama-\(FileStamp.text()).jsonl")
            do {
                try AtomicFile.write(Data(try session.state().utf8), to: file)
                say("Saved the game to \(file.path).")
            } catch { say("\(error)") }
        }

        func finishRecording() {
            guard let recorder else { return }
            recorder.finish()
            options.set?.end()
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
                UnfinishedRecordings.remove(recorder)
                say(recorder.text(outcome))
            }
        }

        /// After the window has closed: its recordings become whole files.
        func awaitRecordings() {
            for text in UnfinishedRecordings.finish() { print(text) }
            endingRecorders = []
        }
    }
#endif
