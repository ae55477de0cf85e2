import Foundation
import Tensors

/// `vocabulary.txt` of a checkpoint: a word a line.
extension Vocabulary {
    /// Throws one sentence where the file is not one.
    public init(contentsOf url: URL) throws {
        let text = try FileContents.text(url, what: "vocabulary", limit: 1 << 20)
        let lines = text.split(separator: "\n").map(String.init)
        let isSound = lines.allSatisfy {
            $0.utf8.count <= Self.limits.bytes && $0 == $0.printable && !$0.contains(" ")
        }
        guard !lines.isEmpty, lines.count <= Self.limits.words, Set(lines).count == lines.count, isSound else {
            throw FileError(
                "\(url.path) is no vocabulary: it needs 1 to \(Self.limits.words) words, each once, a word a line.")
        }
        self.init(lines)
    }

    public func write(to url: URL) throws {
        try AtomicFile.write(Data((words.joined(separator: "\n") + "\n").utf8), to: url)
    }
}
