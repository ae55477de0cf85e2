import Foundation
import Tensors

/// Changes sound inputs at random, mostly where the format has something to misread: numbers, values, lines, lengths.
///
/// The same reader, seed and number give the same input, so that a number is enough to make a finding again.
public struct FuzzMutator {
    /// Longest input, in bytes.
    public static let limit = 1 << 16
    private static let numbers = [
        "-1", "0", "1", "2", "255", "256", "65536", "2147483647", "2147483648", "4294967296", "9007199254740993",
        "9223372036854775807", "9223372036854775808", "-9223372036854775808", "18446744073709551615",
        "18446744073709551616", "1e18", "1e19", "1e308", "1e309", "-1e309", "1e-320", "0.5", "2.5", "-0", "nan", ".inf",
        "0x7fffffff", "00", "1_000", "3.4e39", "100000", "1000000000",
    ]

    private let reader: FuzzReader
    private let inputs: [[UInt8]]
    private let seed: UInt64

    /// `corpus` are further inputs to begin from.
    public init(_ reader: FuzzReader, corpus: [[UInt8]] = [], seed: UInt64) {
        (self.reader, inputs, self.seed) = (reader, reader.seeds + corpus, seed)
    }

    /// Input `number`; the first ones are those that it begins from, as they are.
    public func input(_ number: Int) -> [UInt8] {
        if number < inputs.count { return inputs[number] }
        var random = PhiloxGenerator(seed: seed, stream: UInt64(number))
        var bytes = inputs[random.below(inputs.count)]
        repeat { bytes = changed(bytes, &random) } while random.uniform() < 0.6
        if bytes.count > Self.limit { bytes.removeLast(bytes.count - Self.limit) }
        return random.uniform() < 0.7 ? reader.format.repaired(bytes) : bytes
    }

    private func changed(_ bytes: [UInt8], _ random: inout PhiloxGenerator) -> [UInt8] {
        if bytes.isEmpty { return Array(word(&random)) }
        // A structured file is damaged in its structure more often than in its bytes.
        if reader.format.isText || reader.format == .safetensors, random.uniform() < 0.7 {
            return restructured(bytes, &random)
        }
        var bytes = bytes
        let at = random.below(bytes.count)
        let end = min(bytes.count, at + 1 + random.below(1 << (1 + random.below(8))))
        switch random.below(8) {
        case 0: bytes[at] ^= 1 << UInt8(random.below(8))
        case 1: bytes[at] = UInt8(random.below(256))
        case 2: bytes[at] = [0, 1, 127, 128, 255, 10, 34, 45][random.below(8)]
        case 3: bytes.removeSubrange(at..<end)
        case 4: bytes.insert(contentsOf: bytes[at..<end], at: random.below(bytes.count))
        case 5: bytes.removeSubrange(at...)
        case 6: bytes.insert(contentsOf: word(&random), at: at)
        default:
            let other = inputs[random.below(inputs.count)]
            if !other.isEmpty { bytes.replaceSubrange(at..., with: other[min(at, other.count - 1)...]) }
        }
        return bytes
    }

    private func word(_ random: inout PhiloxGenerator) -> [UInt8] {
        let words = reader.format.words
        return Array(words[random.below(words.count)].utf8)
    }

    /// Changes a number, a value or a line of a text.
    private func restructured(_ bytes: [UInt8], _ random: inout PhiloxGenerator) -> [UInt8] {
        var bytes = bytes
        let start = random.below(bytes.count)
        func isDigit(_ b: UInt8) -> Bool { b >= 48 && b <= 57 || b == 46 }
        switch random.below(7) {
        case 0, 1:
            guard let first = bytes[start...].firstIndex(where: isDigit) ?? bytes.firstIndex(where: isDigit) else {
                break
            }
            let end = bytes[first...].firstIndex { !isDigit($0) } ?? bytes.count
            bytes.replaceSubrange(first..<end, with: Self.numbers[random.below(Self.numbers.count)].utf8)
        case 2:
            // What stands after a colon, up to what ends it.
            guard let colon = bytes[start...].firstIndex(of: 58) ?? bytes.firstIndex(of: 58) else { break }
            let rest = bytes.index(after: colon)
            let end = bytes[rest...].firstIndex { [44, 125, 93, 10].contains($0) } ?? bytes.count
            let value =
                random.uniform() < 0.5 ? word(&random) : Array(Self.numbers[random.below(Self.numbers.count)].utf8)
            bytes.replaceSubrange(rest..<end, with: [32] + value)
        case 3, 4: return relined(bytes, &random)
        case 5:
            // One part many times: long lists, deep brackets.
            let part = Array(bytes[start..<min(bytes.count, start + 1 + random.below(32))])
            let times = min(1 << random.below(13), Self.limit / part.count)
            bytes.insert(contentsOf: (0..<times).flatMap { _ in part }, at: start)
        default: bytes.insert(contentsOf: word(&random), at: start)
        }
        return bytes
    }

    private func relined(_ bytes: [UInt8], _ random: inout PhiloxGenerator) -> [UInt8] {
        var lines = bytes.split(separator: 10, omittingEmptySubsequences: false)
        let (a, b) = (random.below(lines.count), random.below(lines.count))
        switch random.below(5) {
        case 0: lines.remove(at: a)
        case 1: lines.insert(lines[a], at: b)
        case 2: lines.swapAt(a, b)
        case 3: lines[a] = lines[b]
        default: lines[a] = lines[a] + [13]
        }
        return Array(lines.joined(separator: [10]))
    }
}

extension PhiloxGenerator {
    /// A number from 0 to below `count`.
    fileprivate mutating func below(_ count: Int) -> Int { Int(next() % UInt64(count)) }
}
