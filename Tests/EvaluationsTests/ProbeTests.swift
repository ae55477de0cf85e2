import Foundation
import ReferenceWorld
import Tensors
import TestSupport
import Testing
import WorldModel
import Worlds

@testable import Evaluations

/// The shipped probe on worlds that it was never trained on, and what becomes of broken ones.
struct ProbeTests {
    /// Every motion, held for ten frames at a time, at full or half speed; pictures and poses.
    private func play(_ scene: String, _ seed: UInt64) throws -> (frames: [Frame], poses: [Truth.Pose]) {
        var random = PhiloxGenerator(seed: seed, stream: 1)
        let speed: Float = seed % 2 == 0 ? 1 : 0.5
        let holds: [(channel: StandardChannel, value: Float)] = [
            (.forward, 0), (.forward, speed), (.back, speed), (.right, speed), (.left, speed), (.turn, speed),
            (.turn, -speed), (.look, 0.75), (.look, -0.75),
        ]
        var world = ReferenceWorld(truth: true)
        let first = try world.reset(Start(scene: scene, seed: seed, width: 128, height: 80))
        var (frames, poses) = ([first.frame], [first.truth!.pose])
        var left = holds
        while !left.isEmpty {
            let (channel, value) = left.remove(at: Int(random.next() % UInt64(left.count)))
            var action = Action.none()
            action[channel] = value
            for _ in 0..<10 {
                let observation = try world.step(action)
                frames.append(observation.frame)
                poses.append(observation.truth!.pose)
            }
        }
        return (frames, poses)
    }

    private func reading(through coder: (any Candidate)?) throws -> MotionReading {
        let probe = try ProbeFolder.shipped.motion()
        let context = Context(probe.store)
        var reading = MotionReading()
        for k in 0..<6 {
            let (bare, poses) = try play(ReferenceWorld.scenes[k % 3], Start.firstHeldOutSeed + 900 + UInt64(k))
            let frames = try (coder?.coded(bare) ?? bare).map(MotionProbe.fitted)
            let starts = Array(stride(from: 0, to: frames.count - MotionProbe.spacing, by: 2))
            let pairs = starts.map {
                PicturePair(frames[$0], frames[$0 + MotionProbe.spacing], pitch: poses[$0].pitch)
            }
            for (start, found) in zip(starts, probe.estimates(pairs, context)) where found.isFirm {
                reading.append(
                    found.parts,
                    wanted: CameraShift(
                        from: poses[start], to: poses[start + MotionProbe.spacing], frames: MotionProbe.spacing))
            }
        }
        return reading
    }

    @Test(arguments: ["bare", "small"]) func readsHeldOutWorlds(_ shown: String) throws {
        let reading = try reading(through: shown == "bare" ? nil : try Candidates.checkpoint(shown))
        #expect(reading.kinds.count == 9)
        // Of 6 x 44 pairs most are firm.
        #expect(reading.found.count > 130, "\(reading.found.count)")
        #expect(reading.accuracy >= 0.9, "\(reading.kinds)")
        #expect((0.9...1.1).contains(reading.gain()), "\(reading.gain())")
    }

    @Test func theTruthThroughACodecPasses() throws {
        let metric = MotionGainMetric()
        var counted = 0
        for scenario in [
            HandMadeCases.turn(), HandMadeCases.away(), HandMadeCases.outAndBack(), HandMadeCases.turn(scene: "meadow"),
            HandMadeCases.outAndBack(scene: "meadow"),
        ] {
            let truth = try CaseTruth(scenario, size: (128, 80))
            let coded = try Evidence(Candidates.world("coded:small"), truth, noise: 0)
            guard let value = try metric.measure(coded)?.value else { continue }
            counted += 1
            #expect(value >= 0.9, "\(scenario.start.scene) \(value)")
        }
        #expect(counted >= 3, "\(counted)")
    }

    @Test func aBrokenProbeIsOneSentence() throws {
        let folder = try TemporaryFolder()
        let probes = ProbeFolder(folder.file("probes"))
        func complaint() -> String {
            do {
                _ = try probes.motion()
                return ""
            } catch { return "\(error)" }
        }
        #expect(complaint().contains("motion.safetensors cannot be read"))
        try probes.write(motion: ProbeFolder.blank(seed: 3))
        #expect(complaint() == "")
        let weights = folder.file("probes/motion.safetensors")
        var data = try Data(contentsOf: weights)
        data[data.count - 1] ^= 1
        try data.write(to: weights)
        #expect(complaint().contains("is not the probe whose hash"))
        // A file that was cut off, under its own hash.
        data.removeLast(1000)
        try data.write(to: weights)
        let hash = try #require(SHA256.of(file: weights))
        try Data("{\"motion\":\"\(hash)\"}".utf8).write(to: folder.file("probes/hashes.json"))
        let cut = complaint()
        #expect(cut.contains("motion.safetensors") && !cut.contains("\n"), "\(cut)")
        try Data("[]".utf8).write(to: folder.file("probes/hashes.json"))
        #expect(complaint().contains("is not JSON of names and hashes"))
    }
}
