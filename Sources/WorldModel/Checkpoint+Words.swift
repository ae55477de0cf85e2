import Tensors
import Text
import Worlds

extension Checkpoint {
    /// The words of a prompt as numbers. `remark` hears a sentence that names the unknown ones with the nearest known; throws one
    /// where no word is known, or the checkpoint takes no text.
    public func words(of prompt: String, remark: (String) -> Void = { _ in }) throws -> [Int] {
        let name = configuration.name
        guard let vocabulary else {
            throw WorldError(
                "\(name) was trained without text and understands no words; leave the prompt out, or give a checkpoint "
                    + "that learned text.")
        }
        let numbers = vocabulary.numbers(of: prompt)
        let unknown = vocabulary.unknown(in: prompt)
        let named = unknown.prefix(5).map { word in
            "'\(word)'" + (NearestWord.to(word, among: vocabulary.words).map { " (did you mean '\($0)'?)" } ?? "")
        }.joined(separator: ", ")
        guard numbers.contains(where: { $0 > 0 }) else {
            throw WorldError(
                "\(name) knows no word of the prompt" + (named.isEmpty ? "" : ": \(named)")
                    + "; vocabulary.txt of the checkpoint lists those it knows.")
        }
        if !unknown.isEmpty { remark("Not understood: \(named).") }
        return numbers
    }
}
