import Foundation

/// A reader of files, sound inputs for it, and what holds of everything that it accepts.
public struct FuzzReader {
    public enum Verdict: Equatable {
        case accepted, refused
        case nonsense(String)
    }

    public let name: String
    public let format: FuzzFormat
    /// Its part of all inputs; slow readers get fewer.
    public let share: Double
    /// Sound inputs, which mutations begin from.
    public let seeds: [[UInt8]]
    private let read: (Data) throws -> Void

    /// `read` throws `Nonsense` where what was accepted is wrong; every other error is a refusal.
    init(
        _ name: String, _ format: FuzzFormat, share: Double = 1, seeds: [Data],
        read: @escaping (Data) throws -> Void
    ) {
        (self.name, self.format, self.share, self.read) = (name, format, share, read)
        self.seeds = seeds.map { [UInt8]($0) }
    }

    /// Reads one input.
    public func verdict(_ input: [UInt8]) -> Verdict {
        do { try read(Data(input)) } catch let error as Nonsense {
            return .nonsense(error.description)
        } catch {
            return Self.complaint("\(error)").map { .nonsense($0) } ?? .refused
        }
        return .accepted
    }

    /// What is wrong with the words of a refusal, which a person reads in a terminal.
    private static func complaint(_ text: String) -> String? {
        if text.unicodeScalars.contains(where: { $0.value < 32 && $0 != "\n" && $0 != "\t" || $0.value == 127 }) {
            return "a refusal holds control characters: \(text.debugDescription.prefix(200))"
        }
        if ["NSCocoaErrorDomain", "NSPOSIXErrorDomain", "DecodingError", "codingPath"].contains(where: text.contains) {
            return "a refusal is no sentence: \(text.prefix(200))"
        }
        return text.count > 4000 ? "a refusal has \(text.count) characters" : nil
    }

    nonisolated(unsafe) private static let groups: [(URL) throws -> [FuzzReader]] = [
        tensors, checkpoints, games, episodes, imports, scripts, pictures, runs,
    ]

    /// All readers. What they need of files goes to `folder`, which belongs to this process alone.
    public static func all(in folder: URL) throws -> [FuzzReader] { try groups.flatMap { try $0(folder) } }

    /// One reader, and no more files than it needs with those like it.
    public static func named(_ name: String, in folder: URL) throws -> FuzzReader? {
        for group in groups {
            if let reader = try group(folder).first(where: { $0.name == name }) { return reader }
        }
        return nil
    }
}
