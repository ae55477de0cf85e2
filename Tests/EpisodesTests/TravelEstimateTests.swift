import Foundation
import TestSupport
import Testing
import Worlds

@testable import Episodes

/// How far keys walk and how high the camera stands, told from what a recorder knew.
struct TravelEstimateTests {
    private static let space = ActionSpace(
        channels: [
            ActionChannel(name: "W", kind: .key, bindings: [], meaning: "", effect: .move(metres: nil, .forward)),
            ActionChannel(name: "D", kind: .key, bindings: [], meaning: "", effect: .move(metres: nil, .right)),
            ActionChannel(name: "turn", kind: .axis, bindings: [], meaning: "", effect: .turn(degrees: 10)),
        ])

    /// Walks ahead or to the right on a slowly turning course; every third step ahead is blocked.
    private static func sample(late: Int) -> TruthSample {
        var pose = Truth.Pose(x: 3, y: 1, z: -2, yaw: 0.5, pitch: 0)
        var sample = TruthSample(poses: [pose], actions: [.none(3)], heights: [])
        for t in 1..<200 {
            pose.yaw += 0.02
            let ahead = t % 4 != 0
            let length: Float = ahead ? (t % 3 == 0 ? 0 : 0.4) : 0.25
            pose.x += length * (ahead ? sinf(pose.yaw) : cosf(pose.yaw))
            pose.z += length * (ahead ? cosf(pose.yaw) : -sinf(pose.yaw))
            sample.poses.append(pose)
            sample.actions.append(Action(values: [ahead ? 1 : 0, ahead ? 0 : 1, 0.1]))
        }
        sample.actions = [Action](repeating: .none(3), count: late) + sample.actions.dropLast(late)
        return sample
    }

    @Test(arguments: [0, 2]) func posesTellHowFarKeysWalk(late: Int) {
        let found = TravelEstimate.measure([Self.sample(late: late)], Self.space, late: late)
        #expect(found.map(\.channel) == [0, 1])
        #expect(abs(found[0].metres - 0.4) < 1e-3 && abs(found[1].metres - 0.25) < 1e-3, "\(found)")
        #expect(abs(found[0].blocked - 1.0 / 3) < 0.05 && found[1].blocked == 0)
    }

    @Test func fewStepsTellNothing() {
        var sample = Self.sample(late: 0)
        (sample.poses, sample.actions) = (Array(sample.poses.prefix(20)), Array(sample.actions.prefix(20)))
        #expect(TravelEstimate.measure([sample], Self.space, late: 0).isEmpty)
        sample.poses = Array(repeating: .init(x: .nan, y: 0, z: 0, yaw: 0, pitch: 0), count: 200)
        #expect(TravelEstimate.measure([sample], Self.space, late: 0).isEmpty)
    }

    /// numpy.savez_compressed(pose: f4 [3, 5] that goes 0.4 m a picture along z, depth: f4 [3, 2, 4] of 3)
    private static let truth = Data(
        base64Encoded:
            """
            UEsDBC0AAAAIAAAAIQBhrOmc//////////8IABQAcG9zZS5ucHkBABAAvAAAAAAAAABTAAAAAAAAAJvsF+obEMnIUMZQrZ6SWpxcpG6loG6T
            ZqKuo6Cell9UUpSYF59flJIKEndLzClOBYoXZyQWpAL5GsY6CqaaOgq1CmQDLgY84OyZM3aYYj72MDYAUEsDBC0AAAAIAAAAIQBTLm04////
            //////8JABQAZGVwdGgubnB5AQAQAOAAAAAAAAAATwAAAAAAAACb7BfqGxDJyFDGUK2eklqcXKRupaBuk2airqOgnpZfVFKUmBefX5SSChJ3
            S8wpTgWKF2ckFqQC+RrGOgpGOgommjoKtQrkAS4GBgcHWmIAUEsBAi0DLQAAAAgAAAAhAGGs6ZxTAAAAvAAAAAgAAAAAAAAAAAAAAIABAAAA
            AHBvc2UubnB5UEsBAi0DLQAAAAgAAAAhAFMubThPAAAA4AAAAAkAAAAAAAAAAAAAAIABjQAAAGRlcHRoLm5weVBLBQYAAAAAAgACAG0AAAAX
            AQAAAAA=
            """, options: .ignoreUnknownCharacters
    )!

    @Test func depthsTellHowHighTheCameraStands() throws {
        let folder = try TemporaryFolder()
        let url = folder.file("a.truth.npz")
        try Self.truth.write(to: url)
        let truth = try RecordedTruth(url, pictures: 3, size: (width: 4, height: 2))
        let poses = try #require(truth.poses)
        #expect(poses.map(\.z) == [0, 0.4, 0.8])
        // The lowest row lies half a pixel below the middle, and a focal length is two.
        #expect(truth.heights(.init(fx: 2, fy: 2, cx: 2, cy: 1), poses) == [0.75])
    }
}
