import Foundation
import Tensors
import TestSupport
import Testing
import Training
import Worlds

@testable import WorldModel

/// The probe of the camera's motion: what it is asked, what it answers, and how it learns.
struct MotionProbeTests {
    private func pose(x: Float = 0, z: Float = 0, yaw: Float = 0, pitch: Float = 0) -> Truth.Pose {
        Truth.Pose(x: x, y: 1.5, z: z, yaw: yaw, pitch: pitch)
    }

    /// A camera that turns before a wall of coloured blocks, as fast as `turn` says, degrees a frame.
    private func turning(_ seed: UInt64, _ turn: Float) -> ProbeEpisode {
        var random = PhiloxGenerator(seed: seed, stream: 0)
        let blocks = (0..<64 * 10 * 3).map { _ in UInt8(random.next() % 256) }
        var (frames, truths): ([Frame], [Truth]) = ([], [])
        for t in 0..<12 {
            var frame = Frame(width: 64, height: 40)
            let start = 128 + Int((Float(t) * turn * 0.75).rounded())
            for i in 0..<64 * 40 {
                let block = ((start + i % 64) / 4 % 64 + i / 64 / 4 * 64) * 3
                for c in 0..<3 { frame.pixels[i * 3 + c] = blocks[block + c] }
            }
            frames.append(frame)
            truths.append(
                Truth(
                    pose: pose(yaw: Float(t) * turn * .pi / 180), intrinsics: .init(fx: 42, fy: 42, cx: 32, cy: 20),
                    depth: [Float](repeating: 3, count: 64 * 40)))
        }
        return ProbeEpisode(frames: frames, truths: truths)
    }

    private func trainer(_ steps: Int) -> ProbeTrainer {
        let speeds: [Float] = [-6, -3, 0, 3, 6]
        return ProbeTrainer(
            MotionProbe(fieldOfView: 75, eyeHeight: 1.5, seed: 1),
            on: (0..<20).map { turning(UInt64($0), speeds[$0 % 5]) }, schedule: Schedule(peak: 3e-3, steps: steps),
            batch: 8, seed: 1)
    }

    @Test func shiftsAreSharesOfTheKeys() {
        let walked = CameraShift(from: pose(yaw: .pi / 2), to: pose(x: 0.24, yaw: .pi / 2), frames: 4)
        #expect(abs(walked.parts[0] - 0.5) < 1e-5 && abs(walked.parts[1]) < 1e-5)
        #expect(walked.kind == .forward)
        let aside = CameraShift(from: pose(), to: pose(x: -0.48), frames: 4)
        #expect(abs(aside.parts[1] + 1) < 1e-5 && aside.kind == .left)
        // Across the seam of the circle.
        let turned = CameraShift(from: pose(yaw: 3), to: pose(yaw: 3 + .pi / 7.5 - 2 * .pi), frames: 4)
        #expect(abs(turned.parts[2] - 1) < 1e-4 && turned.kind == .turnRight)
        #expect(CameraShift(from: pose(), to: pose(pitch: -.pi / 18), frames: 4).kind == .lookDown)
        #expect(CameraShift(from: pose(), to: pose(), frames: 4).kind == .still)
        let both = CameraShift(SIMD4(1, 0, 0.9, 0))
        #expect(both.kind == nil && both.likeliest == .forward)
    }

    @Test func accuracyIsBalancedAndGainIsASlope() {
        var reading = MotionReading()
        for _ in 0..<9 { reading.append(SIMD4(0.5, 0, 0, 0), wanted: CameraShift(SIMD4(1, 0, 0, 0))) }
        reading.append(SIMD4(0, 0, 0.5, 0), wanted: CameraShift(SIMD4(0, 0, -1, 0)))
        #expect(reading.accuracy == 0.5)
        #expect(abs(reading.gain(of: 0) - 0.5) < 1e-6 && abs(reading.gain(of: 2) + 0.5) < 1e-6)
        #expect(abs(reading.gain() - 0.4) < 1e-6)
        #expect(MotionReading().accuracy == 0 && MotionReading().gain() == 0)
    }

    @Test func patchesKnowNoTint() {
        let frame = turning(3, 0).frames[0]
        var tinted = frame
        for i in tinted.pixels.indices { tinted.pixels[i] = tinted.pixels[i] / 2 + 40 }
        let (a, b) = (PatchGrid(frame, step: 2), PatchGrid(tinted, step: 2))
        #expect((0..<a.values.count).allSatisfy { abs(a.values[$0] - b.values[$0]) < 0.02 })
        // A plain picture is like nothing.
        #expect(PatchGrid(Frame(width: 64, height: 40), step: 1).values.allSatisfy { $0 == 0 })
    }

    @Test func answersAreFiniteForAnyPicture() {
        let probe = MotionProbe(fieldOfView: 75, eyeHeight: 1.5, seed: 2)
        #expect(probe.store.parameters.reduce(0) { $0 + $1.count } < 500_000)
        let blank = Frame(width: 64, height: 40)
        let white = Frame(width: 64, height: 40, pixels: [UInt8](repeating: 255, count: 64 * 40 * 3))
        let context = Context(probe.store)
        let pairs = [(blank, blank), (blank, white), (white, turning(1, 0).frames[0])].map {
            PicturePair($0, $1, pitch: -0.9)
        }
        let found = probe.estimates(pairs, context)
        #expect(found.count == 3)
        // What tells nothing tells no motion, and is known to.
        for one in found { #expect(one.parts == .zero && !one.isFirm) }
        let turn = turning(1, 6)
        let more = probe.estimates(pairs + [turn.pair(0)], context)
        #expect(more.prefix(3) == found[...] && more[3] == probe.estimates([turn.pair(0)], context)[0])
    }

    @Test func readsTurns() {
        let probe = MotionProbe(fieldOfView: 75, eyeHeight: 1.5, seed: 1)
        for turn in [Float(-6), -3, 0, 3, 6] {
            let episode = turning(1000, turn)
            let found = probe.estimates([episode.pair(2)], Context(probe.store))[0]
            #expect(abs(found.parts[2] - turn / 6) < 0.2, "\(turn): \(found)")
        }
    }

    /// Where the places of a picture go in a motion, by the poses of the reference world.
    private static func matches(_ parts: SIMD4<Float>, nearness: [Float], pitch: Float) -> [MatchField.Match] {
        let metres = SIMD2(parts[0], parts[1]) * 0.48
        let (turn, look) = (parts[2] * 24 * .pi / 180, parts[3] * 16 * .pi / 180)
        let (s, c) = (sin(turn / 2), cos(turn / 2))
        let eye = SIMD3(metres.x * s + metres.y * c, 0, metres.x * c - metres.y * s)
        /// Right, up and forward of a camera.
        func axes(_ yaw: Float, _ pitch: Float) -> [SIMD3<Float>] {
            [
                SIMD3(cos(yaw), 0, -sin(yaw)), SIMD3(-sin(yaw) * sin(pitch), cos(pitch), -cos(yaw) * sin(pitch)),
                SIMD3(sin(yaw) * cos(pitch), sin(pitch), cos(yaw) * cos(pitch)),
            ]
        }
        let (a, b) = (axes(0, pitch), axes(turn, pitch + look))
        return nearness.indices.compactMap { place in
            let at = SIMD2(Float(place % 32) - 15.5, Float(place / 32) - 9.5)
            let way = (a[2] + a[0] * (at.x / 20.85) - a[1] * (at.y / 20.85)) / nearness[place] - eye
            let seen = b.map { (way * $0).sum() }
            guard seen[2] > 0.05 else { return nil }
            let goal = SIMD2(seen[0], -seen[1]) * 20.85 / seen[2]
            return MatchField.Match(place: place, shift: goal - at, sharpness: SIMD3(1, 0, 1))
        }
    }

    @Test func findsTheMotionThatWasMade() {
        let solver = MotionSolver(places: (20, 32), focal: 20.85, frames: 4)
        let nearness = (0..<640).map { Float($0 * 7919 % 640) / 1280 + 0.02 }
        for parts in [SIMD4<Float>(1, 0, 0, 0), SIMD4(0, -1, 0.5, 0), SIMD4(0.5, 0.3, -1, 0), SIMD4(0, 0, 0, 0.7)] {
            var matches = Self.matches(parts, nearness: nearness, pitch: -0.1)
            // A third of them goes elsewhere.
            for i in stride(from: 0, to: matches.count, by: 3) { matches[i].shift += SIMD2(3, -2) }
            let found = solver.estimate(matches, nearness: nearness, pitch: -0.1)
            let off = found.parts - parts
            #expect((off * off).sum() < 0.003 && found.isFirm, "\(parts): \(found)")
        }
        #expect(solver.estimate([], nearness: nearness, pitch: 0).parts == .zero)
    }

    @Test func learnsHowNearThingsAre() {
        let trainer = trainer(80)
        let losses = (0..<80).map { _ in trainer.step() }
        let (early, late): (Float, Float) = (losses.prefix(8).reduce(0, +), losses.suffix(8).reduce(0, +))
        #expect(late < early / 2, "\(early) \(late)")
    }

    @Test func goesOnWithTheSameLosses() throws {
        let folder = try TemporaryFolder()
        let whole = trainer(8)
        let losses = (0..<8).map { _ in whole.step() }
        let first = trainer(8)
        let before = (0..<4).map { _ in first.step() }
        try first.optimizer.save(to: folder.file("state.safetensors"))
        let second = trainer(8)
        try second.optimizer.load(from: folder.file("state.safetensors"))
        #expect(before + (0..<4).map { _ in second.step() } == losses)
        #expect(second.optimizer.average == whole.optimizer.average)
    }
}
