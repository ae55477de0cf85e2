import Camera
import Foundation
import ReferenceWorld
import Testing
import Worlds

@testable import Memory
@testable import Playing
@testable import Sandbox

struct MeterTests {
    /// Stripes that no shift but the right one fits, `by` pixels further left, dimmed and smoothed on demand.
    private static func stripes(_ by: Double, light: Double = 1, steps: Double = 60) -> Frame {
        var frame = Frame(width: 128, height: 80)
        for y in 0..<80 {
            for x in 0..<128 {
                let u = Double(x) + by
                let value = 120 + steps * sin(u / 9) + 40 * sin(u / 23)
                for c in 0..<3 { frame.pixels[(y * 128 + x) * 3 + c] = UInt8(max(0, min(255, value * light))) }
            }
        }
        return frame
    }

    private static func picture(_ number: Int, _ frame: Frame, turn: Float = 0) -> Picture {
        var action = Action.none()
        action[.turn] = turn
        return Picture(frame: frame, reference: nil, number: number, branch: 0, action: action)
    }

    @Test(arguments: [-6.0, -2.5, 0, 1.25, 8]) func aTurnIsReadOffThePictures(pixels: Double) {
        let (before, after) = (PictureProfile(Self.stripes(0)), PictureProfile(Self.stripes(pixels)))
        let found = after.shift(from: before, limit: 14)
        #expect(abs((found ?? 99) - pixels) < 0.3)
    }

    @Test func picturesOfNothingSayNothing() {
        let flat = PictureProfile(Frame(width: 128, height: 80, pixels: [UInt8](repeating: 90, count: 128 * 80 * 3)))
        #expect(flat.shift(from: flat, limit: 14) == nil)
    }

    @Test func driftIsToldAgainstTheStart() throws {
        let start = Self.stripes(0)
        var meters = Meters(start: start, last: Self.picture(0, start))
        let rollout = try Player(PlaySettings(world: "counting"), registry: CountingWorld.registry).timeline.tip
        let same = meters.read(Self.picture(1, start), rollout)
        #expect(same.sharpness == 1 && same.colour == 0 && same.memory == nil && same.asked == nil)
        let worse = meters.read(Self.picture(2, Self.stripes(0, light: 0.5, steps: 10)), rollout)
        #expect(worse.sharpness < 0.5 && worse.colour > 50)
    }

    /// The camera is asked to walk at full speed, and goes at a share of it.
    @Test(arguments: [Float(0), 0.5, 1]) func walkingIsReadOffTheGround(share: Float) throws {
        var world = ReferenceWorld(truth: false)
        let first = try world.reset(Start(scene: "meadow", seed: 1_000_000_001, width: 128, height: 80)).frame
        let motion = try #require(CameraMotion(world.actionSpace, .reference))
        var reader = try #require(WalkReader(motion, pitch: world.pose.pitch, first: PictureProfile(first)))
        var (asked, done) = (Action.none(), Action.none())
        (asked[.forward], done[.forward]) = (1, share)
        var found: [Double] = []
        for _ in 0..<10 {
            let frame = try world.step(done).frame
            if let read = reader.read(PictureProfile(frame), asked.values) { found.append(read) }
        }
        #expect(found.count >= 3)
        let mean = found.reduce(0, +) / Double(max(1, found.count))
        #expect(abs(mean - Double(share)) < 0.25, "\(found)")
    }

    @Test func cellsThatLookAsMemoryShowsThemAreMemorys() {
        let shown = Self.stripes(0)
        var picture = shown
        // The right half is something else; the left half is off by as much as the compression network is.
        for i in 0..<128 * 80 {
            for c in 0..<3 { picture.pixels[i * 3 + c] = i % 128 < 64 ? shown.pixels[i * 3 + c] &+ 6 : 255 }
        }
        let pixels = 128 * 80
        let view = MemoryView(
            frame: shown, seen: (0..<pixels).map { $0 < pixels / 2 ? 2 : 1 },
            generation: [UInt8](repeating: 0, count: pixels))
        let recall = Recall(kept: [UInt8](repeating: 0, count: pixels), view: view)
        let agreement = Agreement(picture, recall)
        #expect(agreement.share == 0.5 && agreement.kept[0] == 2 && agreement.kept[127] == 0)
        #expect(agreement.kept[pixels - 128] == 1)
    }

    @Test func aMinuteIsKept() {
        var history = MeterHistory()
        for i in 0..<3000 {
            history.append(MeterReading(asked: 6, turned: 3, walked: 1, memory: Double(i % 2), sharpness: 1, colour: 0))
        }
        #expect(history.readings.count <= MeterHistory.limit + 100)
        #expect(history.rows.map(\.value) == ["50%", "100%", "-", "50%", "100%", "0.0"])
        #expect(history.rows.allSatisfy { $0.line.count == MeterHistory.limit })
    }

    @Test func whatWasMadeUpIsTinted() {
        var picture = Self.picture(0, Frame(width: 3, height: 1, pixels: [UInt8](repeating: 90, count: 9)))
        #expect(picture.tinted == picture.frame)
        picture.kept = [0, 1, 2]
        let tinted = picture.tinted
        #expect(tinted.pixels[0] > tinted.pixels[2] && tinted.pixels[3] < tinted.pixels[5])
        #expect(Array(tinted.pixels[6...]) == [90, 90, 90])
    }
}
