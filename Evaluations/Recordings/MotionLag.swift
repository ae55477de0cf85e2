import Foundation
import Worlds

/// How many frames the motion of a recording comes behind the actions: a recording that has a picture too many or too
/// few at its beginning obeys them, only not when they are given.
enum MotionLag {
    /// The most that is looked for, either way: half a second and a little.
    static let most = 12
    /// By so many dB the path has to be plainer with a lag than without one.
    static let gain = 2.0

    /// What details of records call it.
    static let detail = "lag_frames"

    /// In frames, negative where the motion comes first; 0 where there is none, or none that can be told.
    /// - Parameter frames: of the main branch, at least as many as the case has.
    static func of(_ frames: [Frame], _ truth: CaseTruth) -> Int {
        func path(_ lag: Int) -> Double? {
            let branch = truth.scenario.mainBranch
            return PathGain.of(Evidence(truth: truth, frames: [branch: shifted(frames, by: lag, truth)]))?.db
        }
        guard let own = PathGain.of(truth)?.db, let plain = path(0) else { return 0 }
        let bound = ViewGate.bound(own)
        if plain >= 0.8 * own { return 0 }
        var best = (lag: 0, gain: plain)
        for size in 1...most {
            for lag in [size, -size] where frames.count > truth.firstMade + size {
                if let gain = path(lag), gain > best.gain + 0.2 { best = (lag, gain) }
            }
        }
        return best.gain >= bound && best.gain >= plain + gain ? best.lag : 0
    }

    /// The frames of a case without the lag: the given ones are the truth's, the last one stays where the recording ends.
    static func shifted(_ frames: [Frame], by lag: Int, _ truth: CaseTruth) -> [Frame] {
        (0..<truth.frameCount).map { frames[max(0, min(frames.count - 1, $0 < truth.firstMade ? $0 : $0 + lag))] }
    }
}
