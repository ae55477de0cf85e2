import Worlds

extension GenerationPlan {
    /// Denoising steps of all parts.
    public func passes(_ generator: ClipGenerator) -> Int {
        parts.reduce(0) {
            if case .made(let prompt, _) = $1 { return $0 + generator.passes(prompt) }
            return $0
        }
    }

    /// Makes the video and gives its pictures to `emit` in their order, as soon as those before them are there. Where `goesOn` says
    /// no it ends with what is whole: what leads up to given pictures goes with them. Returns whether it came to the end.
    public func run(
        _ generator: ClipGenerator, goesOn: () -> Bool = { true }, emit: (Frame) throws -> Void
    ) throws -> Bool {
        var isCut = false
        for (number, part) in parts.enumerated() {
            switch part {
            case .pictures(let frames):
                try frames.forEach(emit)
                if isCut { return false }
            case .made(let prompt, let keep):
                if isCut { return false }
                var next = keep.lowerBound
                func emitMade(_ frames: [Frame?]) throws {
                    while next < keep.upperBound, let frame = frames[next] {
                        try emit(frame)
                        next += 1
                    }
                }
                let made = try generator.generate(prompt, goesOn: goesOn, clipDone: emitMade)
                guard next < keep.upperBound else { continue }
                if number > 0 || next > keep.lowerBound { return false }
                isCut = true
                next = (made[keep].lastIndex { $0 == nil } ?? next) + 1
                try emitMade(made)
            }
        }
        return !isCut
    }
}
