import Foundation
import Tensors

/// What a clip is given in a step that learns prompts of every kind: nothing (a third), or the past, the future, both ends or some
/// frames (a sixth each). What is not given has one noise level. After VACE (Jiang et al. 2025) and LTX-Video (HaCohen et al. 2024).
struct PromptMix {
    private(set) var levels: [Float]
    /// 0 where a frame is given.
    private(set) var weights: [Float]

    init(frames: Int, _ random: inout PhiloxGenerator) {
        let half = max(1, frames / 2)
        func some(_ most: Int, _ random: inout PhiloxGenerator) -> Int { 1 + Int(random.next() % UInt64(max(1, most))) }
        let kind = random.next() % 6
        let (first, last) = (some(kind == 4 ? half / 2 : half, &random), some(kind == 4 ? half / 2 : half, &random))
        // From nothing, the high levels decide what there is.
        let level = 1 / (1 + exp(-random.normal() - 0.7))
        var given = [Bool](repeating: false, count: frames)
        for frame in 0..<frames {
            switch kind {
            case 2: given[frame] = frame < first
            case 3: given[frame] = frame >= frames - last
            case 4: given[frame] = frame < first || frame >= frames - last
            case 5: given[frame] = random.uniform() < 0.3
            default: break
            }
        }
        if !given.contains(false) { given[frames - 1] = false }
        levels = []
        for isGiven in given { levels.append(isGiven ? 0.01 + 0.09 * random.uniform() : level) }
        weights = given.map { $0 ? 0 : 1 }
    }
}
