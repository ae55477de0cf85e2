import Foundation
import Tensors
import Worlds

/// OWL Control: folders with `recording.mp4`, `inputs.csv` (`timestamp,event_type,event_args`, by clock) and `metadata.json`.
public struct OwlControlRecordings: RecordingFormat {
    public static let name = "owl-control"
    public let alignment = ActionAlignment.byClock
    public let source = "OWL Control"
    public let actionSpace: ActionSpace
    public let recordings: [Recording]
    public let dropped: [(name: String, why: String)]
    private let inputs: [String: OwlControlInputs]

    /// The folder itself, or those in it, that hold a recording.
    private static func folders(_ source: URL) -> [URL] {
        let files = FileManager.default
        func holds(_ folder: URL) -> Bool {
            files.fileExists(atPath: folder.appendingPathComponent("inputs.csv").path)
        }
        if holds(source) { return [source] }
        let names = (try? files.contentsOfDirectory(atPath: source.path)) ?? []
        return names.sorted().map { source.appendingPathComponent($0) }.filter(holds)
    }

    public static func matches(_ source: URL) -> Bool { !folders(source).isEmpty }

    public init(_ source: URL) throws {
        var (recordings, dropped) = ([Recording](), [(name: String, why: String)]())
        var inputs: [String: OwlControlInputs] = [:]
        for folder in Self.folders(source) {
            let name = Recording.name(folder.lastPathComponent)
            guard let video = try Recording.videos(in: folder).first else {
                dropped.append((name, "it has no recording.mp4"))
                continue
            }
            do {
                inputs[name] = try OwlControlInputs(folder.appendingPathComponent("inputs.csv"))
                var recording = Recording(name: name, video: video)
                let metadata = try? FileContents.data(
                    folder.appendingPathComponent("metadata.json"), what: "metadata", limit: 4 << 20)
                let game = metadata.flatMap { BoundedFile.object($0)?["game_exe"] as? String }
                recording.scene = String((game ?? "").prefix(200))
                recordings.append(recording)
            } catch let error as FileError {
                dropped.append((name, error.description))
            }
        }
        guard !recordings.isEmpty else {
            let why = dropped.first.map { " (\($0.name): \($0.why))" } ?? ""
            throw FileError("\(source.path) holds no recording.mp4 with its inputs.csv\(why).")
        }
        (self.recordings, self.dropped, self.inputs) = (recordings, dropped, inputs)
        actionSpace = OwlControlInputs.space(inputs.values.reduce(into: []) { $0.formUnion($1.controls) })
    }

    public func actions(of recording: Recording, times: [Double]) throws -> [Action] {
        inputs[recording.name]?.actions(times: times, actionSpace) ?? []
    }
}
