import Foundation
import ReferenceWorld
import Testing
import Worlds

@testable import Playing
@testable import Sandbox

/// The real window on a virtual display, played by synthetic keys.
@Suite(.serialized, .enabled(if: Display.missing == nil, "\(Display.missing ?? "")"), .timeLimit(.minutes(2)))
struct WindowTests {
    private static let seed: UInt64 = 1_000_000_001

    private static func colour(_ frame: Frame, _ x: Int, _ y: Int) -> [UInt8] {
        Array(frame.pixels[((y * frame.width + x) * 3)...].prefix(3))
    }

    /// Whether `shot` shows `picture` in `place`, looking at the middles of its upper pixels, below what lies on top.
    private static func shows(_ shot: Frame, _ picture: Frame, in place: PictureLayout.Rect, from row: Int = 0) -> Bool
    {
        let scale = place.width / picture.width
        return (row..<picture.height / 2).allSatisfy { y in
            (0..<picture.width).allSatisfy { x in
                colour(shot, place.x + x * scale + scale / 2, place.y + y * scale + scale / 2)
                    == colour(picture, x, y)
            }
        }
    }

    /// By how many pixels `b` shows things further left than `a`.
    private static func shift(_ a: Frame, _ b: Frame) -> Int {
        func error(_ by: Int) -> Double {
            var (sum, count) = (0.0, 0)
            for y in 0..<a.height {
                for x in max(0, by)..<a.width + min(0, by) {
                    for c in 0..<3 {
                        let p = Double(a.pixels[(y * a.width + x) * 3 + c])
                        let q = Double(b.pixels[(y * a.width + x - by) * 3 + c])
                        sum += (p - q) * (p - q)
                    }
                    count += 1
                }
            }
            return sum / Double(count)
        }
        return (-20...20).min { error($0) < error($1) }!
    }

    /// What the reference world shows after each of `actions`.
    private static func reference(_ actions: [Action], _ size: Frame) throws -> [Frame] {
        var world = ReferenceWorld(truth: false)
        _ = try world.reset(Start(seed: seed, width: size.width, height: size.height))
        return try actions.map { try world.step($0).frame }
    }

    @Test func keysChangeTheStreamAndTheWindowDoesAsItIsTold() throws {
        let window = try PlayedWindow(try Display(), ["--checkpoint", "nano", "--seed", "\(Self.seed)"])
        try window.play(4)
        try window.display.type("keydown", "Right")
        try window.play(12)
        try window.display.type("keyup", "Right")
        try window.play(4)
        try window.display.type("keydown", "w")
        try window.play(8)
        try window.display.type("keyup", "w")
        try window.play(2)
        try window.pause()
        try window.display.type("key", "h")
        let bare = try window.rested()
        try window.display.type("key", "r")
        let split = try window.rested()
        try window.display.type("key", "r", "key", "h")
        let dressed = try window.rested()
        for _ in 0..<8 { try window.display.type("key", "comma") }
        let earlier = try window.rested()
        try window.display.type("key", "Escape")
        let menu = try window.rested()
        // The menu's last row is "Quit".
        try window.display.type("key", "Up", "key", "Return")
        #expect(try window.end() < 5)
        #expect(window.status == 0)

        // The log holds the keys for as long as they were down, and makes the same pictures again.
        let log = try ActionLog(contentsOf: window.log)
        let actions = log.operations.compactMap { if case .action(let action) = $0 { action } else { nil } }
        let turning = actions.indices.filter { actions[$0][.turn] == 1 }
        let walking = actions.indices.filter { actions[$0][.forward] == 1 }
        #expect(turning.count >= 8 && walking.count >= 4 && turning.last! < walking.first!)
        #expect(actions[0] == .none() && actions.allSatisfy { $0[.turn] >= 0 })
        var frames: [Frame] = []
        _ = try HeadlessPlay.run(try Player(try #require(log.settings)), log.operations) { frames.append($0.frame) }
        let (last, count) = (try #require(frames.last), actions.count)

        // The window showed just that, enlarged by whole numbers.
        let whole = PictureLayout.Rect(x: 0, y: 0, width: bare.width, height: bare.height)
        let sizes = [(last.width, last.height)]
        #expect(Self.shows(bare, last, in: PictureLayout.place(sizes, in: whole, wholeNumbers: true)[0]))
        let halves = PictureLayout.place(sizes + sizes, in: whole, wholeNumbers: true)
        let truth = try Self.reference(actions, last)
        #expect(Self.shows(split, last, in: halves[0]) && Self.shows(split, truth[count - 1], in: halves[1]))
        let above = PictureLayout.Rect(x: 0, y: 0, width: bare.width, height: bare.height - 40)
        let place = PictureLayout.place(sizes, in: above, wholeNumbers: true)[0]
        let below = 100 * last.width / place.width + 1
        #expect(Self.shows(dressed, last, in: place, from: below))
        #expect(Self.shows(earlier, frames[count - 8], in: place, from: below))
        // The timeline bar has been played to its end, and after looking back only to a part of it.
        let bar = bare.height - 40 + 9
        #expect(Self.colour(dressed, bare.width - 60, bar) == [255, 176, 64])
        #expect(
            Self.colour(earlier, 60, bar) == [255, 176, 64]
                && Self.colour(earlier, bare.width - 60, bar) == [52, 57, 66])
        #expect(Self.colour(bare, bare.width - 60, bar) != [255, 176, 64])
        // The menu lies over the darkened picture.
        let panel = Self.colour(menu, menu.width / 2 - 220, menu.height / 2)
        #expect(zip(panel, [24, 27, 33]).allSatisfy { abs(Int($0) - $1) < 8 })

        // Turning right moves what is seen to the left, 12 degrees of 75 a latent frame; no key leaves it in place.
        let begin = turning[0]
        let turned = (0..<4).map { Self.shift(frames[begin + 2 * $0], frames[begin + 2 * $0 + 2]) }
        #expect(turned.allSatisfy { (4...16).contains($0) }, "\(turned)")
        #expect(abs(Self.shift(frames[0], frames[2])) <= 1)
    }

    @Test func itClosesAtOnceWhenAskedFromOutside() throws {
        let window = try PlayedWindow(try Display(), ["--checkpoint", "nano", "--seed", "3"])
        try window.play(4)
        window.terminate()
        #expect(try window.end() < 5)
        #expect(window.status == 0)
    }
}
