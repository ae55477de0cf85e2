import Foundation
import Media
import Scenarios
import TestSupport
import Testing
import Worlds

@testable import Evaluations

/// Recordings that were written wrongly are named, mended where that is plain, and never scored as what they are not.
struct RecordingTests {
    private let folder: TemporaryFolder
    private let scenario: ScenarioCase
    private let truth: CaseTruth
    private let frames: [Frame]
    private let name = "away-0-factual"

    init() throws {
        folder = try TemporaryFolder()
        var scenario = HandMadeCases.away()
        scenario.scenario = "away"
        self.scenario = scenario
        truth = try CaseTruth(scenario)
        frames = truth.main.map(\.frame)
    }

    private func write(_ frames: [Frame], from first: Int = 0) throws {
        let pictures = folder.file(name)
        try? FileManager.default.removeItem(at: pictures)
        try FileManager.default.createDirectory(at: pictures, withIntermediateDirectories: true)
        for (k, frame) in frames.enumerated() {
            try PNG.write(frame, to: pictures.appendingPathComponent("\(first + k).png"))
        }
    }

    /// What is said of the folder before it is scored, or why it is not.
    private func said() -> String {
        do {
            return try VideoCandidate(folder.url).check([[scenario]]) { _, _ in }.joined(separator: "\n")
        } catch { return "refused: \(error)" }
    }

    private func made() throws -> [Frame] { try VideoCandidate(folder.url).frames("factual", of: truth, noise: 0) }

    @Test func theTruthIsTakenAsItIs() throws {
        try write(frames)
        #expect(said() == "")
        #expect(try made() == frames)
        #expect(try VideoCandidate(folder.url).lag(of: truth) == 0)
        // Any first number does.
        try write(frames, from: 1)
        #expect(try said() == "" && made() == frames)
    }

    @Test func numbersWithoutAPictureAreNamed() throws {
        try write(frames)
        let pictures = folder.file(name)
        try FileManager.default.moveItem(
            at: pictures.appendingPathComponent("20.png"), to: pictures.appendingPathComponent("thumbnail.png"))
        let gap = said()
        #expect(
            gap.contains("lacks the picture 20 of 0 to \(frames.count - 1)") && gap.contains("thumbnail.png"), "\(gap)")
        try write(frames)
        try PNG.write(frames[3], to: pictures.appendingPathComponent("003.png"))
        #expect(said().contains("003.png and 3.png for one frame"))
        try write(frames)
        try PNG.write(frames[4].resampled(to: (32, 24)), to: pictures.appendingPathComponent("4.png"))
        #expect(said().contains("4.png of 32x24 pixels and 0.png of 64x48"))
        try FileManager.default.removeItem(at: pictures)
        try FileManager.default.createDirectory(at: pictures, withIntermediateDirectories: true)
        for k in 0..<7 { try Data([0xFF, 0xD8, 0xFF]).write(to: pictures.appendingPathComponent("\(k).jpg")) }
        #expect(said().contains("holds 7 JPEG pictures, and PNG is wanted"))
    }

    @Test func theGivenFramesTellHowItWasWritten() throws {
        func changed(_ body: (Frame) -> Frame) throws -> String {
            try write(frames.map(body))
            return said()
        }
        func permuted(_ frame: Frame, _ source: (Int, Int, Int) -> (Int, Int, Int)) -> Frame {
            var result = frame
            for y in 0..<frame.height {
                for x in 0..<frame.width {
                    for c in 0..<3 {
                        let (u, v, d) = source(x, y, c)
                        result.pixels[(y * frame.width + x) * 3 + c] = frame.pixels[(v * frame.width + u) * 3 + d]
                    }
                }
            }
            return result
        }
        #expect(try changed { permuted($0) { ($0, $1, 2 - $2) } }.contains("red and blue exchanged"))
        #expect(try changed { f in permuted(f) { (f.width - 1 - $0, $1, $2) } }.contains("mirrored"))
        #expect(try changed { f in permuted(f) { ($0, f.height - 1 - $1, $2) } }.contains("upside down"))
        #expect(try changed { $0.turned(quarters: 2) }.contains("turned by a half"))
        #expect(try changed { $0.turned(quarters: 1) }.contains("turned by a quarter"))
        let cut = try changed { $0.resampled(x: 8, y: 6, width: 48, height: 36, to: (64, 48)) }
        #expect(cut.contains("shows only about 7"), "\(cut)")
        // Another case's.
        var other = HandMadeCases.turn()
        other.scenario = "turn"
        try write(CaseTruth(other).main.prefix(frames.count).map(\.frame))
        do {
            _ = try VideoCandidate(folder.url).check([[scenario], [other]]) { _, _ in }
            Issue.record("another case's recording was taken")
        } catch { #expect("\(error)".contains("the given frames of another case, turn-0"), "\(error)") }
        // What is like nothing is judged, and that is said.
        let noise = try changed { frame in
            Frame(
                width: 64, height: 48, pixels: frame.pixels.indices.map { UInt8(truncatingIfNeeded: $0 * 40503 >> 5) })
        }
        #expect(noise.contains("does not show the case's given frames"), "\(noise)")
    }

    @Test func anotherShapeIsFittedAsTheGivenFramesSay() throws {
        let squeezed = frames.map { $0.resampled(to: (160, 90)) }
        try write(squeezed)
        #expect(
            said().contains("has pictures of 160x90, the case of 64x48, another shape: it is squeezed"), "\(said())")
        // The middle of a wider picture.
        let wide = frames.map { frame -> Frame in
            var wide = Frame(width: 96, height: 48)
            for y in 0..<48 {
                for x in 0..<96 {
                    for c in 0..<3 {
                        wide.pixels[(y * 96 + x) * 3 + c] = frame.pixels[(y * 64 + max(0, min(63, x - 16))) * 3 + c]
                    }
                }
            }
            return wide
        }
        try write(wide)
        #expect(said().contains("its middle is cut out"), "\(said())")
        #expect(try made() == frames)
        let barred = frames.map { frame -> Frame in
            var barred = Frame(width: 96, height: 48)
            for y in 0..<48 {
                for i in 0..<64 * 3 { barred.pixels[(y * 96 + 20) * 3 + i] = frame.pixels[y * 64 * 3 + i] }
            }
            return barred
        }
        try write(barred)
        #expect(said().contains("its black bars are cut off"), "\(said())")
        #expect(try made() == frames)
    }

    @Test(arguments: [1, 3, -2]) func aLagIsNamedAndTakenOff(_ lag: Int) throws {
        let last = frames.count - 1
        try write(frames.indices.map { frames[max(0, min(last, $0 - lag))] })
        let candidate = try VideoCandidate(folder.url)
        #expect(try candidate.lag(of: truth) == lag)
        let records = try GroupEvaluation(candidate: candidate, seeds: [0], size: (64, 48)).run([scenario], frames: nil)
            .records
        #expect(records.allSatisfy { $0.details["lag_frames"] == Double(lag) })
        #expect(!records.contains { $0.status == .gateFail })
        let said = try #require(records.lags.first)
        #expect(said.contains("\(abs(lag)) frame") && said.contains(lag > 0 ? "behind" : "ahead of"))
    }

    @Test(arguments: ["frozen", "half-speed", "mirrored", "noise"]) func whatDoesNotObeyHasNoLag(_ cheat: String) throws
    {
        let world = try Candidates.world("cheat:" + cheat)
        try write(try world.frames("factual", of: truth, noise: 0))
        #expect(try VideoCandidate(folder.url).lag(of: truth) == 0)
    }

    @Test func timesDecideWhichPicturesAreTaken() throws {
        func times(_ count: Int, _ rate: Double) -> [Double] { (0..<count).map { Double($0) / rate } }
        #expect(try FrameTiming(times: times(59, 20), last: 0.05, of: 59).remark == nil)
        let fast = try FrameTiming(times: times(177, 60), last: 1 / 60, of: 59)
        #expect(fast.indices == Array(stride(from: 1, to: 177, by: 3)))
        #expect(try #require(fast.remark).contains("177 frames at 60 frames/s") && fast.remark!.contains("59 at 20"))
        let double = try FrameTiming(times: times(118, 40), last: 0.025, of: 59)
        #expect(double.indices == Array(stride(from: 1, to: 118, by: 2)))
        for (count, rate) in [(89, 30.0), (71, 24), (74, 25), (147, 50)] {
            let error = #expect(throws: RefusedRecording.self) {
                _ = try FrameTiming(times: times(count, rate), last: 1 / rate, of: 59)
            }
            let said = try #require(error?.description)
            #expect(said.contains("\(count) frames at \(Int(rate)) frames/s") && said.contains("59 at 20"))
        }
        // As many as the case has are a frame each, whatever rate the file names.
        let named = try FrameTiming(times: times(59, 25), last: 0.04, of: 59)
        #expect(named.indices == Array(0..<59) && named.remark?.contains("one for one") == true)
        #expect(throws: RefusedRecording.self) { _ = try FrameTiming(times: times(30, 10), last: 0.1, of: 59) }
        #expect(try FrameTiming(times: times(60, 40), last: 0.025, of: 59).indices.count < 59)
        // Pictures that stay were left out.
        let kept = Array(0...7) + Array(20...30) + Array(41...52)
        let uneven = try FrameTiming(times: kept.map { Double($0) * 0.05 }, last: 0.05, of: 59)
        #expect(uneven.indices.count == 59 && uneven.indices[15] == 7 && uneven.indices[20] == 8)
        #expect(try #require(uneven.remark).contains("uneven frame times (31 frames over 2.65 s"))
        #expect(try FrameTiming(times: [0, 0.05, 0.3, 0.4], last: 0.05, of: 59).indices.count < 59)
    }

    @Test func actionsBesideARecordingAreHeldAgainstTheCases() throws {
        try write(frames)
        let file = folder.file(name + ".actions.jsonl")
        func lines(_ actions: [Action]) throws -> Data {
            try actions.reduce(into: Data()) { $0 += try JSONLines.line(ActionLines.named($1)) }
        }
        var actions = scenario.branches["factual"]!
        try lines(actions).write(to: file)
        #expect(said() == "")
        actions[12][.turn] = -1
        try lines(actions).write(to: file)
        #expect(
            said().contains(
                "\(name).actions.jsonl has other actions than the case from line 13 on (turn -1, the case 1)"))
        try lines(Array(scenario.branches["factual"]!.dropLast(2))).write(to: file)
        #expect(said().contains("has \(frames.count - 3) actions, the case \(frames.count - 1)"))
        try Data("nonsense\n".utf8).write(to: file)
        #expect(said().contains("line 1 is no object of actions"))
    }

    @Test func whatCountsIsNamedWhereThereAreTwoOrOthers() throws {
        try write(frames)
        try Data("#EXTM3U".utf8).write(to: folder.file(name + ".mkv"))
        #expect(said().contains("are both recordings of \(name)"))
        try FileManager.default.removeItem(at: folder.file(name))
        // Text is no video: it counts as none, and is scored so.
        #expect(said() == "")
        do { _ = try made() } catch {
            #expect("\(error)".contains("unreadable: ") && "\(error)".contains("a playlist"))
        }
        try FileManager.default.moveItem(at: folder.file(name + ".mkv"), to: folder.file(name + ".gif"))
        try FileManager.default.createDirectory(at: folder.file("x-0-factual"), withIntermediateDirectories: true)
        #expect(said().contains("\(name).gif is of a kind that is not read"))
        // Links lead nowhere else.
        try FileManager.default.removeItem(at: folder.file(name + ".gif"))
        let elsewhere = try TemporaryFolder()
        try Data("x".utf8).write(to: elsewhere.file("secret.mp4"))
        try FileManager.default.createSymbolicLink(
            at: folder.file(name + ".mp4"), withDestinationURL: elsewhere.file("secret.mp4"))
        #expect(said().contains("is a link out of its folder"))
    }

    private static let hasFFmpeg = ["/usr/bin/ffmpeg", "/usr/local/bin/ffmpeg"].contains {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    @Test(.enabled(if: hasFFmpeg)) func videosAndPicturesAreFittedAlike() throws {
        let video = folder.file(name + ".mp4")
        try VideoWriter.write(frames.map { $0.resampled(to: (320, 180)) }, to: video)
        let words = said()
        #expect(words.contains("another shape: it is squeezed"))
        let ofVideo = try made()
        let reader = try VideoReader(video)
        var pictures: [Frame] = []
        while let frame = try reader.next() { pictures.append(frame) }
        try FileManager.default.removeItem(at: video)
        try write(pictures)
        #expect(said() == words.replacingOccurrences(of: name + ".mp4", with: name))
        #expect(try made() == ofVideo)
    }

    @Test(.enabled(if: hasFFmpeg)) func damageIsRefused() throws {
        let video = folder.file(name + ".mp4")
        try VideoWriter.write(frames, to: video, scale: 4)
        #expect(said() == "")
        let bytes = try Data(contentsOf: video)
        try bytes.prefix(bytes.count * 6 / 10).write(to: video)
        #expect(said().contains("is damaged: ffmpeg says"), "\(said())")
        try bytes.prefix(300).write(to: video)
        #expect(said().contains("refused: "), "\(said())")
    }
}
