import Episodes
import Foundation
import Worlds

/// Recordings that other programs made: what was done, beside videos that are not looked at.
extension FuzzReader {
    static func imports(_ folder: URL) throws -> [FuzzReader] {
        let own = "{\"forward\": 1, \"turn\": 0.5, \"repeat\": 2}\n{}\n"
        let sidecar = """
            {"version": 1, "framesPerSecond": 20, "alignment": "led-to", "scene": "meadow", "seed": 3,
             "intrinsics": {"fx": 5, "fy": 5, "cx": 2, "cy": 2},
             "actionSpace": {"channels": [{"name": "go", "kind": "axis", "bindings": ["A", "D"], "meaning": "go",
              "effect": {"kind": "turn", "degrees": 6}}]}}
            """
        let mouse = #""mouse":{"dx":2.0,"dy":-1,"buttons":[0],"newButtons":[0]},"keyboard":{"keys":["key.keyboard.w"]}"#
        let minecraft = String(repeating: "{\(mouse),\"isGuiOpen\":false}\n", count: 4)
        let events = """
            timestamp,event_type,event_args
            1.0,START,[]
            1.05,KEYBOARD,"[87, true]"
            1.1,MOUSE_MOVE,"[12, -3]"
            1.15,MOUSE_BUTTON,"[1, true]"
            1.2,KEYBOARD,"[87, false]"

            """
        let recordings = folder.appendingPathComponent("recordings")
        return [
            try reader("own", .jsonLines, "a.actions.jsonl", Data(own.utf8), OwnRecordings.self, recordings),
            try reader("sidecar", .json, "a.json", Data(sidecar.utf8), OwnRecordings.self, recordings, share: 2) {
                try Data("{}\n{}\n{}\n".utf8).write(to: $0.appendingPathComponent("a.actions.jsonl"))
            },
            try reader("vpt", .jsonLines, "a.jsonl", Data(minecraft.utf8), VPTRecordings.self, recordings),
            try reader("owl", .jsonLines, "inputs.csv", Data(events.utf8), OwlControlRecordings.self, recordings),
            try reader("npz", .npz, "action.npz", actions, StableWorldModelRecordings.self, recordings) {
                try lengths.write(to: $0.appendingPathComponent("ep_len.npz"))
            },
        ]
    }

    /// A reader of the file `file` beside a video of four pictures.
    private static func reader(
        _ name: String, _ format: FuzzFormat, _ file: String, _ sound: Data, _ kind: any RecordingFormat.Type,
        _ base: URL, share: Double = 4, beside: (URL) throws -> Void = { _ in }
    ) throws -> FuzzReader {
        let folder = base.appendingPathComponent(name)
        let pictures = folder.appendingPathComponent("pixels")
        try FileManager.default.createDirectory(at: pictures, withIntermediateDirectories: true)
        for video in [folder.appendingPathComponent("a.mp4"), pictures.appendingPathComponent("ep_0.mp4")] {
            try Data("none".utf8).write(to: video)
        }
        try beside(folder)
        return FuzzReader("import-\(name)", format, share: share, seeds: [sound]) { input in
            try input.write(to: folder.appendingPathComponent(file))
            let recordings = try kind.init(folder)
            let (space, times) = (recordings.actionSpace, (0..<(name == "npz" ? 3 : 4)).map { Double($0) / 20 })
            for recording in recordings.recordings {
                let actions = try recordings.actions(of: recording, times: times)
                try Nonsense.unless(
                    actions.count == times.count, "\(actions.count) actions for \(times.count) pictures")
                try Nonsense.unless(
                    actions.allSatisfy {
                        $0.values.count == space.channels.count && $0.values.allSatisfy(\.isFinite)
                    },
                    "an action of other channels, or not finite")
            }
        }
    }

    /// Six numbers as NumPy writes them, [3, 2] in f4, and one, [1] in i4.
    private static let actions = Data(
        base64Encoded: """
            UEsDBBQAAAAIAAAAIQBOgsNYVQAAAJgAAAAJAAAAYXJyXzAubnB5m+wX6hsQychQxlCtnpJanFykbqWgbpNmoq6joJ6WX1RSlJgXn1+U
            kgoSd0vMKU4FihdnJBakAvkaxjoKRpo6CrUKZAMuBoYD9Qxg0GAPJED4AIgNAFBLAQIUAxQAAAAIAAAAIQBOgsNYVQAAAJgAAAAJAAAA
            AAAAAAAAAACAAQAAAABhcnJfMC5ucHlQSwUGAAAAAAEAAQA3AAAAfAAAAAAA
            """, options: .ignoreUnknownCharacters)!
    private static let lengths = Data(
        base64Encoded: """
            UEsDBBQAAAAAAAAAIQAq0BvlhAAAAIQAAAAJAAAAYXJyXzAubnB5k05VTVBZAQB2AHsnZGVzY3InOiAnPGk0JywgJ2ZvcnRyYW5fb3Jk
            ZXInOiBGYWxzZSwgJ3NoYXBlJzogKDEsKSwgfSAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAg
            ICAgICAgICAgIAoDAAAAUEsBAhQDFAAAAAAAAAAhACrQG+WEAAAAhAAAAAkAAAAAAAAAAAAAAIABAAAAAGFycl8wLm5weVBLBQYAAAAA
            AQABADcAAACrAAAAAAA=
            """, options: .ignoreUnknownCharacters)!
}
