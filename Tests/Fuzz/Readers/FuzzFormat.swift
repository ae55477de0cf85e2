/// What kind of file an input is: which words mean something in it, and how its lengths and checksums are made right again.
public enum FuzzFormat: Sendable {
    case json, jsonLines, yaml, png, jpeg, npz, safetensors

    /// Words that are put in.
    var words: [String] {
        let json = [
            "null", "true", "[]", "{}", "\"\"", "[[[[[[[[", "\"\\u001b[2J\"", "\"\\ud800\"", "\"\\u0000\"", "\"../x\"",
            "\"/etc/passwd\"", "\"..\"", "1e999", "-0.0", "NaN", "Infinity", "\u{feff}", "\"\u{1b}[2J\"",
            "{\"a\":1,\"a\":2}",
        ]
        switch self {
        case .json, .safetensors: return json
        case .jsonLines: return json + ["\n", "\r\n", "\n\n", "}\n{", "{}\n"]
        case .yaml:
            return [
                "&a ", "*a", "<<: *a\n", "? ", ": ", "- ", "[", "]", "{", "}", "|\n", ">-\n", "!!binary ", "!!float ",
                "---\n", "...\n", "~", "null", "yes", "\"\\e[2J\"", "\"\\x00\"", "\t", "\r\n", "\u{feff}", "$mass",
                "..", "'",
                "\"", "#", "%YAML 9.9\n",
                "a0: &a0 [x,x,x,x,x,x,x,x,x]\na1: &a1 [*a0,*a0,*a0,*a0,*a0,*a0,*a0,*a0,*a0]\n",
            ]
        case .png: return ["IHDR", "IDAT", "IEND", "PLTE", "tRNS", "gAMA", "iCCP", "acTL", "zTXt", "sBIT"]
        case .npz: return ["PK\u{1}\u{2}", "PK\u{3}\u{4}", "PK\u{5}\u{6}", "'<f8'", "(99999999999,)", "\0\0\0\0"]
        case .jpeg: return ["\u{ff}", "\0", "JFIF", "Exif"]
        }
    }

    /// Whether its bytes are text.
    var isText: Bool { self == .json || self == .jsonLines || self == .yaml }

    /// Makes lengths and checksums right, so that a change is seen by more than the first check.
    func repaired(_ bytes: [UInt8]) -> [UInt8] {
        switch self {
        case .png: return Self.withChecksums(bytes)
        case .safetensors: return Self.withHeaderLength(bytes)
        default: return bytes
        }
    }

    /// The header ends at the last brace before the first byte that no header has.
    private static func withHeaderLength(_ bytes: [UInt8]) -> [UInt8] {
        guard bytes.count > 10 else { return bytes }
        let end = bytes[8...].firstIndex { $0 < 9 || $0 > 126 } ?? bytes.count
        guard let brace = bytes[8..<end].lastIndex(of: UInt8(ascii: "}")) else { return bytes }
        let length = UInt64(brace - 7)
        return (0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * UInt64($0))) } + bytes[8...]
    }

    private static func withChecksums(_ bytes: [UInt8]) -> [UInt8] {
        var (bytes, at) = (bytes, 8)
        while at + 12 <= bytes.count {
            let length = bytes[at..<at + 4].reduce(0) { $0 << 8 | Int($1) }
            guard at + 12 + length <= bytes.count else { break }
            let sum = crc(bytes[at + 4..<at + 8 + length])
            for i in 0..<4 { bytes[at + 8 + length + i] = UInt8(truncatingIfNeeded: sum >> (24 - 8 * UInt32(i))) }
            at += 12 + length
        }
        return bytes
    }

    private static func crc(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        var sum = UInt32.max
        for byte in bytes {
            sum ^= UInt32(byte)
            for _ in 0..<8 { sum = sum & 1 == 1 ? 0xEDB8_8320 ^ sum >> 1 : sum >> 1 }
        }
        return ~sum
    }
}
