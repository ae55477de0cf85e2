import Tensors
import Worlds

/// A video as its parts, in the order in which they are seen: pictures that are there, and pictures that prompts make.
public struct GenerationPlan: Sendable {
    public enum Part: Sendable {
        case pictures([Frame])
        /// Those of a prompt's pictures that are shown.
        case made(Prompt, keep: Range<Int>)
    }

    public var parts: [Part]
    /// Latent frames that a clip takes of a video on one side, in pictures.
    static let reach = 14

    public init(_ parts: [Part]) { self.parts = parts }

    /// Pictures that it holds, and those that its prompts make besides.
    var pictures: Int {
        parts.reduce(0) {
            switch $1 {
            case .pictures(let frames): $0 + frames.count
            case .made(let prompt, _): $0 + prompt.count
            }
        }
    }

    /// The same with words to every prompt.
    public func saying(_ text: String) -> GenerationPlan {
        GenerationPlan(
            parts.map {
                guard case .made(var prompt, let keep) = $0 else { return $0 }
                prompt.text = text
                return .made(prompt, keep: keep)
            })
    }

    /// A video from nothing, or from pictures by their numbers. `mask` causal where the future is open.
    public static func free(_ actions: [Action], given: [Int: Frame] = [:]) -> GenerationPlan {
        let isOpen = given.keys.allSatisfy { $0 == 0 }
        let prompt = Prompt(
            given: given.mapValues { Prompt.Given($0) }, actions: actions,
            mask: isOpen && !given.isEmpty ? .causal : .full)
        return GenerationPlan([.made(prompt, keep: 0..<actions.count)])
    }

    /// A video made anew, as near to what it was as `strength` says: 1 leaves it as it is, 0 forgets it.
    public static func edited(_ frames: [Frame], strength: Float, actions: [Action]) -> GenerationPlan {
        if strength >= 1 { return GenerationPlan([.pictures(frames)]) }
        let given = Dictionary(
            uniqueKeysWithValues: frames.enumerated().map { ($0, Prompt.Given($1, strength: strength)) })
        return GenerationPlan([.made(Prompt(given: given, actions: actions, mask: .full), keep: 0..<frames.count)])
    }

    /// `frames` with pictures before and after them, as many as there are actions.
    public static func extended(_ frames: [Frame], backward: [Action], forward: [Action]) -> GenerationPlan {
        var parts: [Part] = []
        let none = Action(values: [Float](repeating: 0, count: (backward.first ?? forward.first)?.values.count ?? 0))
        if !backward.isEmpty {
            // The pairs of the given pictures begin behind an odd number of others.
            let extra = backward.count % 2 == 1 ? 0 : 1
            let count = backward.count + extra
            let near = Array(frames.prefix(reach))
            let actions = [Action](repeating: none, count: extra) + backward + near.map { _ in none }
            parts.append(
                .made(
                    Prompt(given: given(near, from: count), actions: actions, mask: .full), keep: extra..<count))
        }
        parts.append(.pictures(frames))
        if !forward.isEmpty {
            let near = Array(frames.suffix(odd(frames.count)))
            let actions = near.map { _ in none } + forward
            parts.append(
                .made(
                    Prompt(given: given(near, from: 0), actions: actions, mask: .causal),
                    keep: near.count..<actions.count))
        }
        return GenerationPlan(parts)
    }

    /// The pictures that lead from the end of `first` to the beginning of `second`; an odd number of `actions` loses its last.
    static func bridge(_ first: [Frame], _ second: [Frame], actions: [Action]) -> Part {
        let actions = Array(actions.prefix(actions.count / 2 * 2))
        let none = Action(values: [Float](repeating: 0, count: actions.first?.values.count ?? 0))
        let before = Array(first.suffix(odd(first.count)))
        let after = Array(second.prefix(reach))
        let end = before.count + actions.count
        return .made(
            Prompt(
                given: given(before, from: 0).merging(given(after, from: end)) { $1 },
                actions: before.map { _ in none } + actions + after.map { _ in none }, mask: .full),
            keep: before.count..<end)
    }

    /// One video after the other, with the pictures that lead over between them.
    public static func connected(_ first: [Frame], _ second: [Frame], actions: [Action]) -> GenerationPlan {
        GenerationPlan([.pictures(first), bridge(first, second, actions: actions), .pictures(second)])
    }

    /// A video and the pictures that lead from its end to its beginning.
    public static func looped(_ frames: [Frame], actions: [Action]) -> GenerationPlan {
        GenerationPlan([.pictures(frames), bridge(frames, frames, actions: actions)])
    }

    /// Pictures at the end of a video of `count` that fill latent frames: one, and then pairs.
    private static func odd(_ count: Int) -> Int {
        let most = min(count, reach + 1)
        return most % 2 == 1 ? most : most - 1
    }

    private static func given(_ frames: [Frame], from first: Int) -> [Int: Prompt.Given] {
        Dictionary(uniqueKeysWithValues: frames.enumerated().map { (first + $0, Prompt.Given($1)) })
    }
}
