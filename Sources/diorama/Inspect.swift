import ArgumentParser
import Episodes
import Foundation
import Media
import Playing
import Scenarios
import Tensors
import WorldModel
import Worlds

/// `diorama inspect`: what an episode set, a safetensors file, a checkpoint, a video, a scenario or a suite holds, in words.
struct Inspect: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract:
            "Describe an episode set, a safetensors file, a checkpoint folder, a video or a game, a scenario or a suite."
    )

    @Argument(
        help:
            "A folder, a .safetensors file, an mp4, a game's .jsonl, a scenario's id or .yaml file, or a suite's name.")
    var path: String
    @Option(help: "Describe this episode of the set, from 0.") var episode: Int?
    @Option(help: "Describe this draw of the scenario; by default its first.") var draw: Int?
    @Option(help: "Write frames of the episode, or of the scenario's branches, to this PNG.") var filmstrip: String?
    @Option(help: "Write the episode or scenario to this video.") var mp4: String?
    @Option(help: "Enlarge pictures this many times (default: 2).") var scale: Int?
    @Flag(help: "Check the checksum of every episode.") var verify = false

    func validate() throws {
        if !(1...32).contains(scale ?? 1) { throw ValidationError("--scale must be 1 to 32.") }
        if filmstrip == nil, mp4 == nil {
            try Conflict.refuse([("--scale", scale != nil)], without: "--filmstrip or --mp4")
        }
        try OutputName.check("--filmstrip", filmstrip, endings: ["png"])
        try OutputName.check("--mp4", mp4, endings: ["mp4"])
    }

    /// What an episode set alone has, a scenario alone, or either.
    func refuseWhatDoesNothing(with what: String, set: Bool = false, scenario: Bool = false) throws {
        try Conflict.refuse(
            [
                ("--episode", episode != nil && !set), ("--verify", verify && !set),
                ("--draw", draw != nil && !scenario), ("--filmstrip", filmstrip != nil && !set && !scenario),
                ("--mp4", mp4 != nil && !set && !scenario),
            ], of: what)
    }

    /// Describes a video or a game's log; false where the file is neither.
    private func isGame(_ url: URL) throws -> Bool {
        let isLog = url.pathExtension.lowercased() == "jsonl"
        guard isLog || ActionLog.isVideo(url) else { return false }
        try refuseWhatDoesNothing(with: isLog ? "a log" : "a video")
        if !isLog {
            try describe(video: url)
        } else {
            print("\(path): a log.")
            try describe(log: ActionLog(contentsOf: url))
        }
        return true
    }

    func run() throws {
        if let filmstrip { try OutputTarget.checkFile(filmstrip, "--filmstrip") }
        if let mp4 { try OutputTarget.checkFile(mp4, "--mp4") }
        let url = URL(fileURLWithPath: path)
        let files = FileManager.default
        var isFolder: ObjCBool = false
        let isThere = files.fileExists(atPath: path, isDirectory: &isFolder)
        // A name without a "/" is that of what is shipped first, whatever lies in the working directory.
        if Checkpoint.shipped.contains(path), let folder = Checkpoint.folder(named: path) {
            if isThere { print("\(path) is the shipped checkpoint; what lies here is ./\(path).") }
            return try describe(checkpoint: folder)
        }
        let isShipped = try !path.contains("/") && ScenarioReport.knows(path)
        if ScenarioLibrary.isPath(path) || !isThere || isShipped {
            if isThere, !ScenarioLibrary.isPath(path) { print("\(path) is shipped; what lies here is ./\(path).") }
            try refuseWhatDoesNothing(with: "a scenario", scenario: true)
            return try ScenarioReport(draw: draw, scale: scale ?? 2, filmstrip: filmstrip, mp4: mp4).describe(path)
        }
        if !isFolder.boolValue, try isGame(url) { return }
        if !isFolder.boolValue {
            try refuseWhatDoesNothing(with: "a file of tensors")
            return try describe(SafetensorsFile(url))
        }
        if files.fileExists(atPath: url.appendingPathComponent("index.jsonl").path) {
            try refuseWhatDoesNothing(with: "an episode set", set: true)
            return try describe(EpisodeSet(url))
        }
        try describe(checkpoint: url)
    }
}
