import Tensors
import WorldModel
import Worlds

/// The surprise of a checkpoint: the error of its velocities on the true latents, teacher-forced, with true actions and
/// with memory as in streaming. The transformer for many denoising steps is asked, which knows all noise levels. A
/// likelihood in all but name: the denoising error bounds it (Ho et al. 2020, equation 5).
struct CheckpointJudge: SurpriseJudge {
    /// From 0.8 on there is little but noise to see.
    static let levels: [Float] = [0.2, 0.4, 0.6]

    let checkpoint: Checkpoint
    /// The same checkpoint with random weights in its transformer.
    let untrained: Checkpoint
    let mapping: ActionMapping
    let precision: Context.Precision
    /// Keys the random numbers.
    let noise: UInt64

    var stride: Int { checkpoint.configuration.compressor.temporalFactor }

    func surprise(at endings: [[Frame]], after start: SurpriseStart) throws -> [SurpriseReading] {
        var video = WorldStream(checkpoint, pitch: start.pitch, precision: precision)
        let scale = video.video.scale
        let (width, height) = (start.frames[0].width / scale, start.frames[0].height / scale)
        let sessions = [checkpoint, untrained].map {
            StreamingSession(
                $0, width: width, height: height, steps: 1, seed: noise,
                context: Context($0.transformer.store, precision: precision))
        }
        let actions = try start.actions.map { try mapping($0) }
        var given = [video.begin(start.frames[0])]
        given += groups(start.frames.dropFirst(), actions, &video)
        let begun = sessions.map { session in
            var session = session
            for frame in given { session.append(frame) }
            return session
        }
        return endings.map { ending in
            var branch = video
            let rest = groups(ending[...], Array(actions.dropFirst(start.frames.count - 1)), &branch)
            let values = begun.map { Self.errors(rest, $0) }
            return SurpriseReading(values[0], untrained: values[1])
        }
    }

    /// Whole latent frames; pictures that fill none are left out.
    private func groups(_ frames: ArraySlice<Frame>, _ actions: [Action], _ video: inout WorldStream) -> [ContextFrame]
    {
        (0..<frames.count / stride).map { g in
            let first = frames.startIndex + g * stride
            return video.take(
                Array(frames[first..<first + stride]), actions: Array(actions[g * stride..<(g + 1) * stride]))
        }
    }

    private static func errors(_ frames: [ContextFrame], _ session: StreamingSession) -> [Double] {
        var session = session
        return frames.map { frame in
            let errors = session.velocityErrors(of: frame, levels: levels)
            session.append(frame)
            return Moments(errors).mean
        }
    }
}
