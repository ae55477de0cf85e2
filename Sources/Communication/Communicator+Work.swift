extension Communicator {
    /// Whether this is the process that logs, validates and saves.
    public var isFirst: Bool { rank == 0 }

    /// This process's part of `count` things; parts differ by one at most.
    public func share(of count: Int) -> Range<Int> { count * rank / size..<count * (rank + 1) / size }

    /// Waits until all are here.
    public func meet() { if size > 1 { _ = gather([]) } }

    /// The sum over all processes.
    public func sum(_ values: [Float]) -> [Float] {
        guard size > 1 else { return values }
        var values = values
        values.withUnsafeMutableBufferPointer { sum($0) }
        return values
    }

    /// `work` of the first process and, once that is done, of the others: what it makes in a folder they find there. Where it fails,
    /// the others throw `FailedElsewhere`.
    public func firstThenOthers<Result>(_ work: () throws -> Result) throws -> Result {
        guard size > 1 else { return try work() }
        guard isFirst else {
            guard gather([])[0] == [0] else { throw FailedElsewhere() }
            return try work()
        }
        do {
            let result = try work()
            _ = gather([0])
            return result
        } catch {
            _ = gather([1])
            throw error
        }
    }

    /// `count` things of which every process makes its share, as bytes; all get all, in their order.
    public func gathered(_ count: Int, make: (Range<Int>) throws -> [[UInt8]]) rethrows -> [[UInt8]] {
        let own = try make(share(of: count))
        guard size > 1 else { return own }
        let all = gather(Self.packed(own))
        return all.flatMap { Self.unpacked($0) }
    }

    /// Lengths, four bytes each, before what they belong to.
    private static func packed(_ parts: [[UInt8]]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(parts.reduce(0) { $0 + $1.count + 4 })
        for part in parts {
            withUnsafeBytes(of: UInt32(part.count).littleEndian) { bytes += $0 }
            bytes += part
        }
        return bytes
    }

    private static func unpacked(_ bytes: [UInt8]) -> [[UInt8]] {
        var (parts, at): ([[UInt8]], Int) = ([], 0)
        while at + 4 <= bytes.count {
            let length = (0..<4).reduce(0) { $0 | Int(bytes[at + $1]) << (8 * $1) }
            guard at + 4 + length <= bytes.count else { break }
            parts.append(Array(bytes[at + 4..<at + 4 + length]))
            at += 4 + length
        }
        return parts
    }
}
