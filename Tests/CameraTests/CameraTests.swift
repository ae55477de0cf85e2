import Camera
import Testing

struct CameraTests {
    private let pose = CameraPose(x: 1, y: 1.5, z: -2, yaw: 0.7, pitch: -0.3)

    @Test func axesAreSquareToEachOtherAndOneLong() {
        let axes = pose.axes
        let all = [axes.right, axes.up, axes.forward]
        for (i, a) in all.enumerated() {
            for (j, b) in all.enumerated() { #expect(abs((a * b).sum() - (i == j ? 1 : 0)) < 1e-6) }
        }
        // To the right and ahead as yaw grows from +z towards +x.
        let ahead = CameraPose(pitch: 0).axes
        #expect(ahead.forward == SIMD3(0, 0, 1) && ahead.right == SIMD3(1, 0, 0) && ahead.up == SIMD3(0, 1, 0))
        #expect((axes.seen(axes.up * 2) - SIMD3(0, 2, 0)).max() < 1e-6)
    }

    @Test func aRayIsProjectedToThePixelThatItCameFrom() {
        let camera = Camera(pose, Pinhole(width: 128, height: 80, tangent: 0.7673))
        for (x, y) in [(0, 0), (127, 79), (63.5, 39.5), (12, 70)] as [(Float, Float)] {
            let found = camera.project(camera.ray(x, y) * 3)
            #expect(abs(found.x - x) < 1e-3 && abs(found.y - y) < 1e-3 && abs(found.z - 3) < 1e-4)
        }
        #expect(abs(camera.project(camera.forward).x - 63.5) < 1e-3)
    }

    @Test func levelMotionAndItsPartsAreEachOthersInverse() {
        let heading = Heading(2.1)
        let way = heading.level(ahead: 0.4, side: -0.9)
        let parts = heading.parts(way.x, way.y)
        #expect(abs(parts.ahead - 0.4) < 1e-6 && abs(parts.side + 0.9) < 1e-6)
    }

    @Test func turnsComeBackAndLooksStop() {
        var pose = CameraPose(pitch: 0)
        for _ in 0..<60 { pose.turn(1, degrees: 6, look: 1, degrees: 4, pitchLimit: 0.9) }
        #expect(abs(pose.yaw) < 1e-4 && pose.pitch == 0.9)
        pose.turn(-5, degrees: 6, look: -5, degrees: 4, pitchLimit: 0.9)
        #expect(abs(pose.yaw + 6 * .pi / 180) < 1e-4, "a deflection beyond 1 counts as 1")
    }

    @Test func twoKeysGoAsFarAsOne() {
        let travel = CameraTravel(
            forwardChannel: 0, backChannel: 1, leftChannel: 2, rightChannel: 3, metres: 0.12, eyeHeight: 1.5,
            startPitch: 0, pitchLimit: 0.9, backdrop: 5)
        let motion = CameraMotion(
            channels: 5, turnChannel: 4, turnDegrees: 6, lookChannel: 4, lookDegrees: 0, fieldOfView: 75)
        for action in [[1, 0, 0, 0, 0], [1, 0, 0, 1, 0], [0, 1, 1, 0, 0.5]] as [[Float]] {
            var pose = CameraPose(pitch: 0)
            pose.move(action, motion, travel)
            #expect(abs(pose.difference(from: CameraPose(pitch: 0)).way - 0.12) < 1e-6)
        }
    }
}
