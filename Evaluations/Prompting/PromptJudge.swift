import Worlds

/// Holds answers to a case of prompting against its truth.
struct PromptJudge: Sendable {
    /// An answer that the exchange of what is given changes by less than this share of how the scenes differ does not depend on it.
    private static let leastExchange = 0.25

    let truth: PromptTruth
    /// The truth through the candidate's codec; the truth itself where there is none.
    let ceiling: [Frame]
    /// What is read of words; nil where none are asked for.
    let facts: FactReading?

    /// `coder`: whose codec makes the ceiling.
    init(_ truth: PromptTruth, coder: any Candidate) throws {
        let ceiling = try CodedPrompts(coder: coder, truth: truth).make(truth.question)
        (self.truth, self.ceiling) = (truth, ceiling)
        facts =
            try truth.task.needsWords
            ? FactReading(truth, ceiling: ceiling, captioner: Probes.captioner()) : nil
    }

    func reading(_ maker: any PromptMaker) throws -> PromptReading {
        let question = truth.question
        let video = try maker.make(question)
        guard video.count == truth.frames.count else {
            let reason = "\(video.count) pictures of \(truth.frames.count) were made"
            return PromptReading(value: 0, gates: [GateResult("length", false, reason)], video: video)
        }
        if truth.task == .prototype { return try prototype(maker, video) }
        if let facts { return try words(maker, video, facts) }
        var reading = resemblance(video)
        reading.gates = JoinGates(truth: truth, ceiling: ceiling).gates(video)
        if truth.given.isEmpty { return reading }
        let other = try maker.make(truth.exchanged)
        let (own, scenes) = (distance(video, other), distance(truth.frames, truth.others[0]))
        let share = own / max(1, scenes)
        reading.details["exchange"] = share
        reading.details["other_prompt"] = resemblance(other).value
        reading.gates.append(
            GateResult(
                "exchanged", share >= Self.leastExchange,
                String(format: "another clip changes %.0f%% of what it should", share * 100)))
        return reading
    }

    /// Mean over the pictures that are made.
    private func resemblance(_ video: [Frame]) -> PromptReading {
        let values = truth.made.map { index in
            Resemblance.share(video[index], truth: truth.frames[index], others: truth.others.map { $0[index] })
        }
        return PromptReading(
            value: Moments(values).mean, gates: [], perFrame: values, video: video)
    }

    /// Facts that are found; of an edit those that were gained, times how far the layout stayed.
    private func words(_ maker: any PromptMaker, _ video: [Frame], _ facts: FactReading) throws -> PromptReading {
        let found = facts.found(in: video)
        var reading = PromptReading(value: found.share, gates: [], video: video)
        for (subject, share) in found.bySubject { reading.details["found_\(subject)"] = share }
        reading.details["left_out"] = Double(facts.leftOut.count)
        if truth.task == .edit {
            let layout = resemblance(video)
            reading.details["layout"] = layout.value
            (reading.value, reading.perFrame) = (found.share * layout.value, layout.perFrame)
            return reading
        }
        for (name, text) in [("no_prompt", ""), ("other_prompt", FactReading.otherPrompt(than: truth.text))] {
            reading.details[name] = facts.found(in: try maker.make(truth.question.saying(text))).share
        }
        return reading
    }

    /// Whether half the size shows what the full size does, against what another prompt does.
    private func prototype(_ maker: any PromptMaker, _ video: [Frame]) throws -> PromptReading {
        let small = try maker.make(truth.question.prototype)
        let other = try maker.make(truth.exchanged)
        guard small.count == video.count, other.count == video.count else {
            return PromptReading(value: 0, gates: [GateResult("length", false, "the prototype has another length")])
        }
        let values = video.indices.map { Resemblance.share(small[$0], truth: video[$0], others: [other[$0]]) }
        return PromptReading(value: Moments(values).mean, gates: [], perFrame: values, video: video)
    }

    private func distance(_ a: [Frame], _ b: [Frame]) -> Double {
        Moments(truth.made.map { JoinGates.motion(a[$0], b[$0]) }).mean
    }
}
