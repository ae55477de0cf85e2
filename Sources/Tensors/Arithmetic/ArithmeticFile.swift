import Foundation

/// A machine's `ArithmeticChoice` on disk, so that the same machine always makes the same pictures.
struct ArithmeticFile {
    /// nil: nothing is kept.
    let folder: URL?
    /// What the choice follows from: the CPU, the instruction set that kernels are held to, and the kernels.
    let machine: String

    /// Counts up when kernels change so much that machines must be measured anew.
    private static let kernels = 2

    static var standard: ArithmeticFile { ArithmeticFile(folder: CacheFolder.url(), machine: Self.thisMachine()) }

    private struct Content: Codable {
        var machine: String
        var choice: ArithmeticChoice
    }

    /// What is kept, else what `measure` gives, which is then kept if it can be. Programs that start at the same time wait for the
    /// first one's.
    func choice(_ measure: () -> ArithmeticChoice) -> ArithmeticChoice {
        if let kept { return kept }
        guard let folder else { return measure() }
        try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let lock = open(folder.appendingPathComponent("arithmetic.lock").path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard lock >= 0 else { return measure() }
        defer { close(lock) }
        while flock(lock, LOCK_EX) != 0 && errno == EINTR {}
        if let kept { return kept }
        let choice = measure()
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        if let url, let data = try? encoder.encode(Content(machine: machine, choice: choice)) {
            try? AtomicFile.write(data, to: url)
        }
        return choice
    }

    /// nil where there is none, or one that is damaged or of another machine.
    private var kept: ArithmeticChoice? {
        guard let url, let attributes = try? FileManager.default.attributesOfItem(atPath: url.path),
            attributes[.type] as? FileAttributeType == .typeRegular, (attributes[.size] as? Int ?? .max) < 1 << 16,
            let data = try? Data(contentsOf: url),
            let content = try? JSONDecoder().decode(Content.self, from: data), content.machine == machine,
            Kernels.Tile.available.contains(content.choice.tile)
        else { return nil }
        return content.choice
    }

    var url: URL? {
        folder?.appendingPathComponent("arithmetic.\(String(FNV1a.hash(machine), radix: 16)).json")
    }

    private static func thisMachine() -> String {
        let info = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
        let first = info.split(separator: "\n\n", maxSplits: 1).first ?? ""
        let wanted = ["vendor_id", "cpu family", "model", "model name", "stepping", "flags"]
        let lines = first.split(separator: "\n").filter { line in
            wanted.contains(line.prefix { $0 != ":" }.trimmingCharacters(in: .whitespaces))
        }
        return (lines + ["kernels \(kernels), \(Kernels.InstructionSet.current.rawValue)"]).joined(separator: "\n")
    }
}
