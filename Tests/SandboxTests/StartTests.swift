import Foundation
import Media
import ReferenceWorld
import Testing
import Worlds

@testable import Playing
@testable import Sandbox

struct StartTests {
    private static let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
        "start-\(UUID().uuidString)")

    private static func file(_ name: String, _ data: Data) throws -> URL {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let url = folder.appendingPathComponent(name)
        try data.write(to: url)
        return url
    }

    /// Left half dark, right half light.
    private static func picture(_ width: Int, _ height: Int) -> Frame {
        var frame = Frame(width: width, height: height)
        for i in frame.pixels.indices { frame.pixels[i] = i / 3 % width < width / 2 ? 40 : 200 }
        return frame
    }

    @Test(arguments: [(300, 200), (64, 48), (31, 90), (640, 33)])
    func aPNGOfAnySizeIsCutAndScaled(width: Int, height: Int) throws {
        let url = try Self.file("\(width).png", Data(try PNG.encode(Self.picture(width, height))))
        let frame = try StartPicture.read(url, width: 64, height: 48)
        #expect(frame.width == 64 && frame.height == 48)
        #expect(frame.pixels[0] == 40 && frame.pixels[63 * 3] == 200 && frame.pixels[47 * 64 * 3] == 40)
        let mean = frame.pixels.reduce(0) { $0 + Int($1) } / frame.pixels.count
        #expect(abs(mean - 120) < 6)
    }

    @Test func otherFilesAreRefused() throws {
        let text = try Self.file("a.txt", Data("hello".utf8))
        let torn = try Self.file("b.png", Data(try PNG.encode(Self.picture(64, 48))).prefix(60))
        let tiny = try Self.file("c.png", Data(try PNG.encode(Self.picture(8, 8))))
        let missing = Self.folder.appendingPathComponent("none.png")
        for (url, word) in [(text, "neither"), (torn, "sound PNG"), (tiny, "8x8"), (missing, "Cannot read")] {
            do {
                _ = try StartPicture.read(url, width: 64, height: 48)
                Issue.record("accepted \(url.path)")
            } catch { #expect("\(error)".contains(word) && "\(error)".contains(url.lastPathComponent)) }
        }
    }

    @Test func thereIsNoReferenceBesideAGivenPicture() throws {
        var settings = PlaySettings(world: "counting", seed: 3)
        #expect(try Player(settings, registry: CountingWorld.registry).picture.reference != nil)
        try settings.begin(from: [(Self.picture(64, 48), .none())])
        let player = try Player(settings, registry: CountingWorld.registry)
        #expect(player.picture.reference == nil && player.timeline.tip.reference == nil)
    }

    /// A scenario's first frames are given as `diorama evaluate` gives them, and the simulator beside it has come as far.
    @Test func aLeadIsGivenToALearnedWorld() throws {
        var turn = Action.none()
        turn[.turn] = 0.5
        let lead = [Action](repeating: turn, count: 8)
        var settings = PlaySettings(world: "nano", scene: "rooms", seed: Start.firstHeldOutSeed + 3)
        settings.lead = lead
        let player = try Player(settings)
        let size = player.picture.frame
        var reference = ReferenceWorld(truth: false)
        let begin = Start(scene: settings.scene, seed: settings.seed, width: size.width, height: size.height)
        var frames = [try reference.reset(begin).frame]
        let pitch = reference.pose.pitch
        for action in lead { frames.append(try reference.step(action).frame) }
        let world = try WorldRegistry.standard().make(settings)
        let start = try WorldRegistry.standard().start(settings, world)
        #expect(start.history.map(\.frame) == frames)
        #expect(start.history.map(\.action) == [.none()] + lead)
        #expect(start.pitch == pitch)
        #expect(player.picture.frame == frames[8] && player.picture.reference == frames[8])
        // The log's header takes it along.
        let header = try JSONDecoder().decode(PlaySettings.self, from: try JSONEncoder().encode(settings))
        #expect(header == settings)
    }

    @Test func theReferenceWorldBeginsInAScene() throws {
        var settings = PlaySettings(world: "reference")
        try settings.begin(from: [(Self.picture(64, 48), .none())])
        do {
            _ = try Player(settings)
            Issue.record("began in a picture")
        } catch { #expect("\(error)".contains("choose a checkpoint")) }
    }
}
