import Foundation
import Tensors
import WorldModel
import Worlds

/// Makes what settings ask for and writes it.
public struct GenerationRun {
    /// What came of it.
    public struct Result: Sendable {
        /// Of all clips.
        public var pictures = 0
        public var isWhole = true
    }

    /// How strongly words count, where nothing else is said.
    public static let guidance = 3.0
    public let settings: GenerationSettings
    private let checkpoint: Checkpoint
    private let plan: GenerationPlan
    private let full: (width: Int, height: Int)
    private let size: (width: Int, height: Int)
    private let steps: Int

    /// Reads what is given; `fileActions` reads an action file. Throws one sentence where the settings do not fit each other, the
    /// checkpoint or the files.
    public init(
        _ settings: GenerationSettings, checkpoint: Checkpoint, fileActions: (URL) throws -> [Action],
        remark: (String) -> Void = { _ in }
    ) throws {
        if let flaw = settings.flaw { throw FileError(flaw) }
        (self.settings, self.checkpoint) = (settings, checkpoint)
        let unit = ClipGenerator.unit(of: checkpoint)
        let size = (width: settings.width, height: settings.height)
        guard size.width % unit == 0, size.height % unit == 0 else {
            throw FileError(
                "\(settings.checkpoint) makes pictures whose sides are multiples of \(unit), not \(size.width)x\(size.height)."
            )
        }
        full = size
        func half(_ side: Int) -> Int { max(unit, (side / 2 + unit - 1) / unit * unit) }
        let isPrototype = settings.prototype == true
        self.size = isPrototype ? (half(size.width), half(size.height)) : size
        steps = isPrototype ? max(2, settings.steps / 4) : settings.steps
        for file in settings.files { try file.check() }
        let rate = checkpoint.configuration.framesPerSecond
        let space = checkpoint.actionSpace
        let given = try settings.actions.map { try fileActions($0.url) }
        plan = try settings.plan(
            size: self.size, framesPerSecond: rate,
            actions: { count in
                if let camera = settings.camera {
                    return try CameraWords.actions(camera, count: count, framesPerSecond: rate, space: space)
                }
                let none = Action.none(space.channels.count)
                let own = (given ?? []).prefix(count)
                return own + [Action](repeating: none, count: count - own.count)
            }, remark: remark
        ).saying(try Self.text(settings, checkpoint, remark: remark))
        try checkRoom()
    }

    /// The words that the model is given. Throws where there are some and it knows none.
    private static func text(
        _ settings: GenerationSettings, _ checkpoint: Checkpoint, remark: (String) -> Void
    ) throws -> String {
        guard let text = settings.rewritten ?? settings.prompt else { return "" }
        _ = try checkpoint.words(of: text, remark: remark)
        return text
    }

    /// Refuses what would take more memory than there may be.
    private func checkRoom() throws {
        let pictures = plan.pictures * settings.count
        guard pictures * size.width * size.height * 3 <= GivenVideo.byteLimit else {
            throw FileError(
                "\(pictures) pictures of \(size.width)x\(size.height) are more than 1 GB; ask for a smaller --size, fewer "
                    + "seconds or a lower --count.")
        }
    }

    private func generator(_ clip: Int) -> ClipGenerator {
        ClipGenerator(
            checkpoint, size: size, steps: steps, seed: settings.seed &+ UInt64(clip),
            guidance: Float(settings.guidance ?? Self.guidance), precision: settings.precision, fullSize: full)
    }

    /// Denoising steps of all clips.
    public var passes: Int { plan.passes(generator(0)) * settings.count }

    /// Makes all clips and writes them to `output`. `progress` hears how many denoising steps are done; where `goesOn` says no what
    /// there is is kept.
    public func run(
        into output: ClipOutput, goesOn: () -> Bool = { true }, progress: (Int) -> Void = { _ in }
    ) throws -> Result {
        output.begin(
            framesPerSecond: checkpoint.configuration.framesPerSecond, comment: try settings.comment())
        var (result, done) = (Result(), 0)
        do {
            for clip in 0..<settings.count where result.isWhole {
                output.beginClip()
                result.isWhole = try plan.run(
                    generator(clip),
                    goesOn: {
                        done += 1
                        progress(done)
                        return goesOn()
                    }, emit: output.append)
            }
        } catch {
            _ = try? output.finish()
            throw error
        }
        result.pictures = try output.finish()
        return result
    }
}
