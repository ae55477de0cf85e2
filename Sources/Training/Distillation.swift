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
        var x = noisy
        var sum: Tensor?
        let dt = 1 / Float(steps * substeps)
        var levels = levels
        let moves: [Float] = weights.map { $0 > 0 ? 1 : 0 }
        for _ in 0..<substeps {
            let v = pass(teacher, x, levels, context)
            if let sum {
                context.add(1 / Float(substeps), v, into: sum)
            } else {
                sum = context.combined(1 / Float(substeps), v, 0, v)
            }
            x = context.combined(1, x, -dt, v, factors: moves)
            for frame in levels.indices { levels[frame] -= dt * moves[frame] }
        }
        return sum!
    }
}
