import Foundation
import Tensors

/// The words that a model knows, by number; 0 stands for any other word.
public struct Vocabulary: Hashable, Sendable {
    public let words: [String]
    private let numbers: [String: Int]
    /// Most words, and longest word in bytes.
    public static let limits = (words: 8191, bytes: 64)
    /// Longest text, in words.
    public static let longest = 96

    /// `words` each once, in any order.
    public init(_ words: some Sequence<String>) {
        self.words = Array(Set(words.filter { !$0.isEmpty }).sorted().prefix(Self.limits.words))
        numbers = Dictionary(uniqueKeysWithValues: self.words.enumerated().map { ($1, $0 + 1) })
    }

    /// Rows of a table with a row for each number, a multiple of 16.
    public var rows: Int { (words.count + 1 + 15) / 16 * 16 }

    /// A text as words: small letters and digits; all else parts them, but for full stops and commas, which are words.
    public static func words(of text: String) -> [String] {
        var words: [String] = []
        var word = ""
        func end() {
            if !word.isEmpty { words.append(String(word.prefix(limits.bytes))) }
            word = ""
        }
        for character in text.lowercased() {
            if character.isLetter || character.isNumber || (character == "'" && !word.isEmpty) {
                word.append(character)
            } else {
                end()
                if character == "." || character == "," { words.append(String(character)) }
            }
        }
        end()
        return words
    }

    /// The numbers of a text's words, `longest` at most.
    public func numbers(of text: String) -> [Int] {
        Self.words(of: text).prefix(Self.longest).map { numbers[$0] ?? 0 }
    }

    /// The words of a text that are not known, each once, in their order.
    public func unknown(in text: String) -> [String] {
        var seen: Set<String> = []
        return Self.words(of: text).filter { $0 != "." && $0 != "," && numbers[$0] == nil && seen.insert($0).inserted }
    }

    public func contains(_ word: String) -> Bool { numbers[word] != nil }
}
