import Foundation
import TestSupport
import Testing

@testable import Text

struct VocabularyTests {
    @Test func wordsAreSmallAndParted() {
        #expect(
            Vocabulary.words(of: "A RED-ball, left of\tthe dog's  bowl.")
                == ["a", "red", "ball", ",", "left", "of", "the", "dog's", "bowl", "."])
        #expect(Vocabulary.words(of: " \n!?") == [])
    }

    @Test func numbersKeepTheOrderAndUnknownWordsAreZero() {
        let vocabulary = Vocabulary(["red", "ball", "a", "ball"])
        #expect(vocabulary.words == ["a", "ball", "red"] && vocabulary.rows == 16)
        #expect(vocabulary.numbers(of: "A red, red whale") == [1, 3, 0, 3, 0])
        #expect(vocabulary.unknown(in: "a whale, a red whale sings.") == ["whale", "sings"])
        #expect(vocabulary.numbers(of: String(repeating: "red ", count: 500)).count == Vocabulary.longest)
    }

    @Test func aFileKeepsIt() throws {
        let folder = try TemporaryFolder()
        let vocabulary = Vocabulary(["red", "ball", ","])
        try vocabulary.write(to: folder.file("v.txt"))
        #expect(try Vocabulary(contentsOf: folder.file("v.txt")) == vocabulary)
        for text in ["", "a\na\n", "two words\n", String(repeating: "x", count: 65), "a\u{1b}\n"] {
            try Data(text.utf8).write(to: folder.file("v.txt"))
            #expect(throws: (any Error).self, "\(text)") { try Vocabulary(contentsOf: folder.file("v.txt")) }
        }
    }
}
