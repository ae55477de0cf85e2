import ArgumentParser
import Foundation
import FuzzReaders

/// Reads inputs one after the other, and shows in its status which one it is at.
struct FuzzWorker {
    /// Address space beyond what the process has when it begins, in bytes.
    static let memory = 1 << 30

    private let reader: FuzzReader
    private let mutator: FuzzMutator
    private let options: WorkOptions
    private let status: FuzzStatus
    private let folder: ScratchFolder

    init(_ name: String, seed: UInt64, corpus: String?, options: WorkOptions) throws {
        self.options = options
        folder = try ScratchFolder(in: URL(fileURLWithPath: options.status).deletingLastPathComponent())
        guard let reader = try FuzzReader.named(name, in: folder.url) else {
            throw ValidationError("There is no reader '\(name)'.")
        }
        self.reader = reader
        mutator = FuzzMutator(reader, corpus: Self.corpus(corpus, name), seed: seed)
        status = try FuzzStatus(URL(fileURLWithPath: options.status))
    }

    /// Inputs kept for a reader, in the order of their names.
    static func corpus(_ folder: String?, _ reader: String) -> [[UInt8]] {
        guard let folder else { return [] }
        let place = URL(fileURLWithPath: folder).appendingPathComponent(reader)
        let names = (try? FileManager.default.contentsOfDirectory(atPath: place.path).sorted()) ?? []
        return names.compactMap { try? [UInt8](Data(contentsOf: place.appendingPathComponent($0))) }
    }

    /// Prints a line for everything that was wrongly accepted: the input's number and what is wrong.
    func run() throws {
        // Reads one sound input first, so that what is loaded once is not counted.
        _ = reader.verdict(reader.seeds[0])
        let before = Self.pages("VmSize")
        if !options.unbounded {
            var limit = rlimit(rlim_cur: rlim_t(before + Self.memory), rlim_max: rlim_t(before + Self.memory))
            setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit)
        }
        status[.begun] = 1
        for number in options.first..<options.first + options.count {
            status[.input] = number
            switch reader.verdict(mutator.input(number)) {
            case .accepted: status[.accepted] += 1
            case .refused: status[.refused] += 1
            case .nonsense(let what):
                StandardOutput.tell("\(number) \(what.replacingOccurrences(of: "\n", with: " ").debugDescription)")
            }
        }
        status[.peak] = Self.pages("VmPeak") - before
        status[.done] = 1
    }

    /// Bytes of a line of /proc/self/status.
    private static func pages(_ field: String) -> Int {
        let text = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = text.split(separator: "\n").first { $0.hasPrefix(field + ":") } ?? ""
        return (line.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) << 10
    }
}
