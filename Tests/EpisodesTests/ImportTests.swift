import Foundation
import Media
import Tensors
import TestSupport
import Testing
import Worlds

@testable import Episodes

/// Recordings of a panned wall as videos, imported.
struct ImportTests {
    let folder: TemporaryFolder
    init() throws { folder = try TemporaryFolder() }

    private func why(_ body: () throws -> Void) -> String {
        do { try body() } catch { return "\(error)" }
        return "no error"
    }

    private func put(_ name: String, _ text: String) throws {
        let url = folder.file(name)
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url)
    }

    /// `NAME.mp4` of the scene and its actions, which stand `late` pictures after what they did.
    private func record(_ name: String, _ scene: PannedScene, late: Int = 0) throws {
        let url = folder.file("in/\(name).mp4")
        try FileManager.default.createDirectory(at: folder.file("in"), withIntermediateDirectories: true)
        try VideoWriter.write(scene.frames(), to: url)
        let lines = scene.shifted(late).dropFirst().map { #"{"turn": \#($0.values[0]), "fire": \#($0.values[1])}"# }
        try put("in/\(name).actions.jsonl", lines.joined(separator: "\n") + "\n")
    }

    private func run(_ options: ImportOptions = ImportOptions()) throws -> (report: ImportReport, set: EpisodeSet) {
        let source = folder.file("in")
        let importer = EpisodeImporter(try RecordingFormats.open(source, as: nil), from: source, options)
        let report = try importer.run(into: folder.file("set"))
        return (report, try EpisodeSet(folder.file("set")))
    }

    @Test func actionsThatAreLateByTwoAreFoundAndMoved() throws {
        let scene = PannedScene(220)
        try record("a", scene, late: 2)
        let (report, set) = try run()
        #expect(report.lines.contains { $0.contains("2 frames late") }, "\(report.lines)")
        #expect(set.description.imported?.framesLate == 2 && set.framesPerSecond == 20 && set.count == 1)
        #expect(set.entries[0].frames == 218 && set.actionSpace.channels.map(\.name) == ["fire", "turn"])
        let kept = try set.actions(of: 0).map { Action(values: [$0.values[1], $0.values[0]]) }
        #expect(kept == Array(scene.actions.prefix(218)))
    }

    @Test func rightActionsStayAndTheSameCommandGoesOn() throws {
        let scene = PannedScene(200)
        try record("a", scene)
        let (report, set) = try run()
        #expect(report.lines.contains { $0.contains("0 frames late") }, "\(report.lines)")
        let turn = try #require(set.actionSpace.index(of: "turn"))
        #expect(try set.actions(of: 0).map { $0.values[turn] } == scene.actions.map { $0.values[0] })
        // Pictures come through the codec nearly as they were.
        let (there, own) = (try set.frames(of: 0, 5..<6)[0], scene.frames()[5])
        var difference = 0
        for (a, b) in zip(there.pixels, own.pixels) { difference += abs(Int(a) - Int(b)) }
        #expect(difference < there.pixels.count * 8)
        try record("b", PannedScene(60, seed: 4))
        let again = try run()
        #expect(again.report.skipped == 1 && again.report.episodes == 1 && again.set.count == 2)
    }

    @Test func theCameraIsToldWhereItIsKnown() throws {
        try record("a", PannedScene(120))
        var options = ImportOptions()
        let (_, unknown) = try run(options)
        #expect(unknown.description.camera == nil)
        try FileManager.default.removeItem(at: folder.file("set"))
        (options.fieldOfView, options.size, options.fit) = (60, (64, 64), .crop)
        try put("effects.yaml", "turn: {kind: turn, degrees: 5}\n")
        options.effects = folder.file("effects.yaml")
        let camera = try #require(try run(options).set.description.camera)
        // A third of the width is cut off: the tangent of half the angle shrinks by as much.
        #expect(abs(tan(camera.fieldOfView * .pi / 360) - tan(Float.pi / 6) * 2 / 3) < 1e-3)
    }

    @Test func withoutMotionItCannotTell() throws {
        try record("a", PannedScene(80, moves: false))
        let (report, set) = try run()
        #expect(report.lines.contains { $0.contains("cannot tell: nothing moves") }, "\(report.lines)")
        #expect(set.count == 1 && set.description.imported?.framesLate == 0)
    }

    @Test func whatCannotBeImportedIsNamedAndTheRestKept() throws {
        try record("a", PannedScene(40))
        try record("b", PannedScene(40))
        try put("in/b.actions.jsonl", "{}\n{}\n")
        try put("in/c.mp4", "no video")
        try put("in/c.actions.jsonl", "{}\n")
        let (report, set) = try run()
        #expect(set.entries.map(\.name) == ["a"])
        #expect(report.dropped.map(\.name) == ["b", "c"])
        #expect(report.dropped[0].why.contains("2 lines for 40 pictures"), "\(report.dropped)")
        #expect(report.dropped[1].why.contains("c.mp4"))
    }

    @Test func sizesAndRatesAreChosen() throws {
        try record("a", PannedScene(41))
        var options = ImportOptions()
        (options.size, options.fit, options.framesPerSecond, options.alignment) = ((64, 48), .pad, 10, .ledTo)
        options.framesPerEpisode = 11
        let (report, set) = try run(options)
        #expect(set.entries.map(\.frames) == [10, 11] && set.entries[0].width == 64 && set.framesPerSecond == 10)
        #expect(set.entries.map(\.name) == ["a.000", "a.001"] && report.unusedPictures == 20)
        options.size = (64, 40)
        #expect(
            why { _ = try run(options) }.contains("multiples of 16") || why { _ = try run(options) }.contains("64x48"))
    }

    @Test func videosWithoutActionsBecomeASet() throws {
        try FileManager.default.createDirectory(at: folder.file("in"), withIntermediateDirectories: true)
        try VideoWriter.write(PannedScene(12).frames(), to: folder.file("in/a.mp4"))
        let (_, set) = try run()
        #expect(set.actionSpace.channels.isEmpty && set.description.imported?.format == "videos")
        #expect(try set.actions(of: 0).count == 12 && set.frames(of: 0).count == 12)
    }

    @Test func anEffectsFileSaysWhatChannelsDo() throws {
        try put("e.yaml", "turn: {kind: turn, degrees: 12}\nfire: {kind: use, bindings: [Q]}\n")
        let space = try EffectsFile.apply(folder.file("e.yaml"), to: PannedScene.space)
        #expect(space.channels.map(\.effect) == [.turn(degrees: 12), .use] && space.channels[1].bindings == ["Q"])
        for (text, words) in [
            ("fly: {kind: jump}", "no action 'fly'"), ("turn: {kind: spin}", "no effect 'spin'"),
            ("turn: {kind: turn, degrees: 0}", "are not 0"), ("turn", "write e.g."), ("a: [", "not YAML"),
        ] {
            try put("e.yaml", text)
            let told = why { _ = try EffectsFile.apply(folder.file("e.yaml"), to: PannedScene.space) }
            #expect(told.contains(words) && told.contains("e.yaml"), "\(told)")
        }
    }

    @Test func minecraftActionsAreTakenAtTheirPicture() throws {
        func line(_ mouse: String, _ key: String, _ isOpen: Bool) -> String {
            #"{"mouse": {\#(mouse)}, "keyboard": {"keys": ["key.keyboard.\#(key)"]}, "isGuiOpen": \#(isOpen)}"#
        }
        let lines = [
            line(#""dx": 100, "dy": -20, "buttons": [0], "newButtons": [0]"#, "w", false),
            line(#""dx": 5, "dy": 0, "buttons": [0, 1], "newButtons": [1]"#, "3", true),
        ]
        try put("in/x.jsonl", lines.joined(separator: "\r\n"))
        try put("in/x.mp4", "")
        let format = try #require(try RecordingFormats.open(folder.file("in"), as: nil) as? VPTRecordings)
        let actions = try format.actions(of: format.recordings[0], times: [0, 0.05])
        func value(_ t: Int, _ name: String) -> Float { actions[t].values[format.actionSpace.index(of: name)!] }
        #expect(value(0, "forward") == 1 && abs(value(0, "turn") - 0.5) < 1e-6 && abs(value(0, "look") - 0.1) < 1e-6)
        // The attack button hangs from the first picture on; in a menu the mouse moves a pointer.
        #expect(value(0, "attack") == 0 && value(1, "attack") == 0 && value(1, "use") == 1)
        #expect(value(1, "turn") == 0 && value(1, "hotbar.3") == 1 && format.alignment == .takenAt)
        #expect(
            why { _ = try format.actions(of: format.recordings[0], times: Array(repeating: 0, count: 9)) }.contains(
                "2 lines"))
    }

    @Test func keysAndMouseAreReadByTheClock() throws {
        try put(
            "in/s/inputs.csv",
            """
            timestamp,event_type,event_args
            99.0,KEYBOARD,"[81, true]"
            100.0,START,"[]"
            100.01,KEYBOARD,"[87, true]"
            100.06,MOUSE_MOVE,"[30, -10]"
            100.07,MOUSE_MOVE,"[10, 0]"
            100.12,KEYBOARD,"[87, false]"
            100.13,MOUSE_BUTTON,"[1, true]"
            100.14,MOUSE_BUTTON,"[1, false]"

            """)
        try put("in/s/recording.mp4", "")
        let format = try #require(try RecordingFormats.open(folder.file("in"), as: nil) as? OwlControlRecordings)
        #expect(format.actionSpace.channels.map(\.name) == ["key W", "mouse button 1", "mouse x", "mouse y"])
        let actions = try format.actions(of: format.recordings[0], times: [0, 0.05, 0.1, 0.15, 0.2])
        #expect(actions.map { $0.values[0] } == [0, 1, 1, 1, 0] && actions.map { $0.values[1] } == [0, 0, 0, 1, 0])
        #expect(abs(actions[2].values[2] - 0.2) < 1e-6 && abs(actions[2].values[3] - 0.05) < 1e-6)
        try put("in/s/inputs.csv", "timestamp,event_type,event_args\n1,KEYBOARD,\"[87\"\n")
        #expect(why { _ = try OwlControlRecordings(folder.file("in")) }.contains("line 2"))
    }

    @Test func mistakesInLinesOfActionsAreNamed() throws {
        let scene = PannedScene(3)
        for (text, words) in [
            ("{\"turn\": 2}\n{}\n", "'turn' is 2.0"), ("{\"fly\": 1}\n{}\n", "no action 'fly'"),
            ("{}\nturn\n", "line 2"),
            ("{\"op\": \"fork\"}\n{}\n", "log of the window"), ("{\"repeat\": 0}\n", "'repeat'"),
            ("{\"turn\": \"left\"}\n{}\n", "'turn' is no number"),
        ] {
            try record("a", scene)
            let space = try JSONEncoder().encode(PannedScene.space)
            try space.write(to: folder.file("in/actions.json"))
            try put("in/a.actions.jsonl", text)
            let format = try OwnRecordings(folder.file("in"))
            let told = why { _ = try format.actions(of: format.recordings[0], times: [0, 1, 2]) }
            #expect(told.contains(words), "\(told)")
        }
    }
}
