import Worlds

/// Answers prompts by a cheat.
struct CheatingPrompts: PromptMaker {
    let cheat: PromptCheat
    let truth: PromptTruth

    func understands(_ text: String) -> Bool { true }

    func make(_ question: PromptQuestion) -> [Frame] {
        var video = question.frames
        for index in truth.made { video[index] = made(index, question) }
        if cheat == .reseeded { return question.isPrototype ? truth.others[1 % truth.others.count] : truth.others[0] }
        if cheat == .unkept {
            for range in truth.given { for index in range { video[index] = shifted(video[index], 3) } }
        }
        if cheat == .doubled { for join in truth.joins { double(join, &video) } }
        return video
    }

    private func made(_ index: Int, _ question: PromptQuestion) -> Frame {
        let frames = question.frames
        let before = truth.given.last { $0.upperBound <= index }.map { $0.upperBound - 1 }
        var after = truth.given.first { $0.lowerBound > index }?.lowerBound
        if truth.task == .loop, after == nil { after = frames.count }
        switch cheat {
        case .frozen: return frames[before ?? (after.map { $0 % frames.count } ?? 0)]
        case .blank: return Frame(width: frames[0].width, height: frames[0].height)
        case .deaf: return truth.frames[index]
        case .tinted: return shifted(frames[index], 24)
        case .jumping: return frames[min(frames.count - 1, index + 8)]
        case .fade:
            guard let before, let after else { return frames[before ?? 0] }
            let share = Float(index - before) / Float(after - before)
            return Self.mixed(frames[before], frames[after % frames.count], share)
        case .reseeded, .unkept, .doubled, .unedited: return frames[index]
        }
    }

    private func double(_ join: (before: Int, after: Int), _ video: inout [Frame]) {
        let isGiven = truth.given.contains { $0.contains(join.before) }
        if isGiven { video[join.after] = video[join.before] } else { video[join.before] = video[join.after] }
    }

    private func shifted(_ frame: Frame, _ by: Int) -> Frame {
        var frame = frame
        for i in frame.pixels.indices { frame.pixels[i] = UInt8(max(0, min(255, Int(frame.pixels[i]) + by))) }
        return frame
    }

    private static func mixed(_ a: Frame, _ b: Frame, _ share: Float) -> Frame {
        var frame = a
        for i in frame.pixels.indices {
            frame.pixels[i] = UInt8(Float(a.pixels[i]) * (1 - share) + Float(b.pixels[i]) * share)
        }
        return frame
    }
}
