import Diffusion
import Tensors

/// Teaches a transformer to make one step of many of its teacher's: progressive distillation (Salimans and Ho 2022,
/// section 3), every frame of a clip from its own noise level.
///
/// A teacher's path from one noise to one picture is determined, so that its pupil need not settle for the mean of all pictures, as
/// one that is trained on the truth does where it takes few steps.
public struct Distillation: Sendable {
    public let teacher: DiT
    /// Steps from noise to picture that the pupil takes, and steps of the teacher in each.
    public let steps: Int
    public let substeps: Int
    private let context: Context
    var flops: Double { context.flops }

    public init(teacher: DiT, steps: Int, substeps: Int) {
        (self.teacher, self.steps, self.substeps) = (teacher, steps, substeps)
        context = Context(teacher.store)
    }

    /// The mean velocity of the teacher's `substeps` steps from `noisy` [frames * tokens, channels] on, for frames with a
    /// weight; `pass` runs the teacher on such tokens at given levels.
    func velocities(
        _ noisy: Tensor, levels: [Float], weights: [Float],
        _ pass: (_ teacher: DiT, _ x: Tensor, _ levels: [Float], _ context: Context) -> Tensor
    ) -> Tensor {
        let x = Tensor(noisy.shape, pool: context.pool)
        x.f32.update(from: noisy.f32, count: noisy.count)
        let sum = Tensor(noisy.shape, pool: context.pool)
        sum.zero()
        let perFrame = noisy.count / levels.count
        let dt = 1 / Float(steps * substeps)
        var levels = levels
        for _ in 0..<substeps {
            let v = pass(teacher, x, levels, context)
            for frame in levels.indices where weights[frame] > 0 {
                for i in frame * perFrame..<(frame + 1) * perFrame {
                    sum.f32[i] += v.f32[i] / Float(substeps)
                    x.f32[i] -= dt * v.f32[i]
                }
                levels[frame] -= dt
            }
        }
        return sum
    }
}
