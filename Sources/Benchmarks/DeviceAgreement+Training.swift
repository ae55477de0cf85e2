import Diffusion
import Tensors
import Training

extension DeviceAgreement {
    private static let steps = 20
    /// Rounding is carried on from step to step by the weights, the more so where the optimizer takes a gradient's sign alone.
    private static let lossBound = 1e-2

    /// The losses of short trainings beside the CPU's, from the same weights and on the same clips: forward, backward, batches
    /// and optimizer together.
    package func trainingRows() -> [Row] {
        let set = latents()
        return [("training", training), ("distillation", distillation)].flatMap { name, make in
            let expected = Self.losses(of: make, .f32, on: nil, set)
            return [Context.Precision.f32, .bf16].map { precision in
                let found = Self.losses(of: make, precision, on: device, set)
                return Row(
                    name: "losses of \(Self.steps) steps of \(name)", precision: precision,
                    forward: Self.largest(found, expected), bound: Self.lossBound)
            }
        }
    }

    /// The largest of |a - b| / |b|; infinite where anything is not finite.
    static func largest(_ a: [Float], _ b: [Float]) -> Double {
        guard a.count == b.count, (a + b).allSatisfy(\.isFinite) else { return .infinity }
        return zip(a, b).map { Double(abs($0 - $1)) / max(Double(abs($1)), 1e-30) }.max() ?? .infinity
    }

    private typealias Make = (Context.Precision, CUDADevice?) -> any ClipTrainer

    private static func losses(
        of make: Make, _ precision: Context.Precision, on device: CUDADevice?, _ set: LatentSet
    ) -> [Float] {
        let trainer = make(precision, device)
        let told = (0...steps).map { _ in trainer.step(set) }
        // A GPU tells the loss of the step before.
        return Array(device == nil ? told.dropLast() : told.dropFirst())
    }

    private func training(_ precision: Context.Precision, _ device: CUDADevice?) -> any ClipTrainer {
        TransformerTrainer(model(on: device), options: options, precision: precision)
    }

    private func distillation(_ precision: Context.Precision, _ device: CUDADevice?) -> any ClipTrainer {
        MatchingTrainer(
            model(on: device), teacher: transformer(camera: true), options: options, matching: .init(),
            precision: precision)
    }

    private func model(on device: CUDADevice?) -> DiT {
        let model = transformer(camera: true)
        model.store.device = device
        return model
    }

    private var options: TransformerTrainer.Options {
        var options = TransformerTrainer.Options()
        (options.clips, options.frames, options.recycling, options.seed) = (2, 3, 0.5, seed)
        // It rises all the way: the first gradients of a distillation are nothing but rounding.
        options.schedule = Schedule(peak: 2e-3, steps: 2 * Self.steps, warmup: Self.steps)
        return options
    }

    /// Episodes of noise, with views of memory, of the grid that frames are streamed with.
    private func latents() -> LatentSet {
        let c = transformer(camera: true).configuration
        var set = LatentSet(
            shape: [Self.grid.rows * c.patch, Self.grid.columns * c.patch, c.latentChannels],
            actionSize: c.actionInputs)
        var random = PhiloxGenerator(seed: seed, stream: 1 << 23)
        let frames = 6
        set.episodes = (0..<3).map { _ in
            LatentSet.Episode(
                latents: (0..<frames * set.latentSize).map { _ in random.normal() },
                actions: (0..<frames * set.actionSize).map { _ in random.uniform() }, frames: frames,
                views: (0..<frames * set.viewSize).map { _ in random.uniform() })
        }
        return set
    }
}
