/// Reads the JSON that safetensors headers use, byte by byte and never beyond the end.
struct SafetensorsHeaderReader {
    typealias Flaw = SafetensorsHeader.Flaw

    private let text: UnsafeRawBufferPointer
    private var position = 0

    init(_ text: UnsafeRawBufferPointer) { self.text = text }

    /// Opens an object or a list; true where it has a member.
    mutating func begin(_ bracket: UnicodeScalar, end: UnicodeScalar) throws(Flaw) -> Bool {
        try expect(bracket)
        return !take(end)
    }

    /// After a member: true where another follows.
    mutating func next(end: UnicodeScalar) throws(Flaw) -> Bool {
        if take(",") { return true }
        try expect(end)
        return false
    }

    /// A member's name and its colon.
    mutating func key() throws(Flaw) -> String {
        let name = try string()
        try expect(":")
        return name
    }

    /// Only white space may follow.
    mutating func end() throws(Flaw) {
        skipSpace()
        if position < text.count { throw flaw("the end") }
    }

    /// A list of whole numbers from 0 up.
    mutating func integers(atMost limit: Int) throws(Flaw) -> [Int] {
        var values: [Int] = []
        var more = try begin("[", end: "]")
        while more {
            if values.count == limit { throw flaw("at most \(limit) numbers") }
            values.append(try integer())
            more = try next(end: "]")
        }
        return values
    }

    private mutating func integer() throws(Flaw) -> Int {
        skipSpace()
        let begin = position
        var value = 0
        while position < text.count, case let digit = text[position], digit >= 0x30, digit <= 0x39 {
            let (tens, over) = value.multipliedReportingOverflow(by: 10)
            let (sum, above) = tens.addingReportingOverflow(Int(digit) - 0x30)
            if over || above { throw Flaw("a number in its header is too large") }
            value = sum
            position += 1
        }
        if position == begin { throw flaw("a whole number") }
        return value
    }

    mutating func string() throws(Flaw) -> String {
        try expect("\"")
        var bytes: [UInt8] = []
        while position < text.count {
            let byte = text[position]
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: bytes, as: UTF8.self)
            case UInt8(ascii: "\\"): bytes.append(contentsOf: String(try escape()).utf8)
            case 0..<0x20: throw flaw("a string without control characters")
            default: bytes.append(byte)
            }
        }
        throw flaw("the end of a string")
    }

    private mutating func escape() throws(Flaw) -> Character {
        guard position < text.count else { throw flaw("an escape") }
        let byte = text[position]
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Character(UnicodeScalar(byte))
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{c}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): break
        default: throw flaw("an escape that JSON knows")
        }
        var code = try hexadecimal()
        if (0xD800..<0xDC00).contains(code) {
            guard position + 1 < text.count, text[position] == UInt8(ascii: "\\"),
                text[position + 1] == UInt8(ascii: "u")
            else { throw flaw("the second half of a surrogate pair") }
            position += 2
            let low = try hexadecimal()
            guard (0xDC00..<0xE000).contains(low) else { throw flaw("the second half of a surrogate pair") }
            code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
        }
        guard let scalar = UnicodeScalar(code) else { throw flaw("a Unicode character") }
        return Character(scalar)
    }

    private mutating func hexadecimal() throws(Flaw) -> UInt32 {
        guard position + 4 <= text.count else { throw flaw("four hexadecimal digits") }
        var code: UInt32 = 0
        for _ in 0..<4 {
            guard let digit = Character(UnicodeScalar(text[position])).hexDigitValue else {
                throw flaw("four hexadecimal digits")
            }
            code = code << 4 | UInt32(digit)
            position += 1
        }
        return code
    }

    private mutating func skipSpace() {
        while position < text.count, [0x20, 0x09, 0x0A, 0x0D].contains(text[position]) { position += 1 }
    }

    private mutating func take(_ scalar: UnicodeScalar) -> Bool {
        skipSpace()
        guard position < text.count, text[position] == UInt8(ascii: scalar) else { return false }
        position += 1
        return true
    }

    private mutating func expect(_ scalar: UnicodeScalar) throws(Flaw) {
        if !take(scalar) { throw flaw(String(Character(scalar))) }
    }

    private func flaw(_ expected: String) -> Flaw {
        Flaw("its header is broken at byte \(position), where \(expected) should be")
    }
}
