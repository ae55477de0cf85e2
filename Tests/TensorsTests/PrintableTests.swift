import Tensors
import Testing

@Suite struct PrintableTests {
    @Test func steeringCharactersAreWrittenOut() {
        #expect("a\u{1B}[2Jb\u{7}".printable == "a\\u001b[2Jb\\u0007")
        #expect("\u{9B}1m\u{7F}".printable == "\\u009b1m\\u007f")
        #expect(
            "user\u{202E}gpj.exe \u{2066}x\u{2069}\u{200F}".printable == "user\\u202egpj.exe \\u2066x\\u2069\\u200f")
        #expect("one\ntwo\r\u{2028}".printable == "one\\u000atwo\\u000d\\u2028")
        #expect("one\n\ttwo\r".printableLines == "one\n\ttwo\\u000d")
    }

    @Test func writingStaysAsItIs() {
        for text in ["", "plain", "Grüße, 世界", "👩‍🚀", "می‌خواهم"] { #expect(text.printable == text) }
    }

    @Test func theMiddleOfEndlessMessagesIsLeftOut() {
        let name = String(repeating: "x", count: 90_000)
        let message = FileError("a.yaml: there is no '\(name)'; give another.").description
        #expect(message.unicodeScalars.count == 2000)
        #expect(message.hasPrefix("a.yaml: there is no 'xxx") && message.hasSuffix("xxx'; give another."))
        let short = String(repeating: "é", count: 2000)
        #expect(FileError(short).description == short)
    }

    @Test func errorsAreOneLineWhateverTheyName() {
        #expect(FileError("no \u{1B}]0;x\u{7}\nfile").description == "no \\u001b]0;x\\u0007\\u000afile")
        #expect(!FileError("read", "/a\u{1B}c", errno: 2).description.contains("\u{1B}"))
    }
}
