import Foundation

/// A worker process under watch: ended where it spends more than five seconds on one input.
final class WatchedWorker {
    enum Stop { case done, died, hung }

    /// Seconds of a processor that one input may take, and seconds on the clock that a machine with much else to do may
    /// need for them.
    private static let (busy, idle) = (5.0, 600.0)
    let status: FuzzStatus
    private let process = Process()
    private let log: URL

    init(_ campaign: FuzzCampaign, _ reader: String, _ inputs: Range<Int>, bounded: Bool = true, in folder: URL) throws
    {
        let name = UUID().uuidString
        let file = folder.appendingPathComponent("\(name).status")
        log = folder.appendingPathComponent("\(name).log")
        status = try FuzzStatus(file)
        status[.input] = inputs.lowerBound
        try Data().write(to: log)
        let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        process.executableURL = URL(fileURLWithPath: own)
        process.arguments =
            [
                "--worker", reader, "--seed", "\(campaign.seed)", "--first", "\(inputs.lowerBound)", "--count",
                "\(inputs.count)", "--status", file.path,
            ] + (campaign.corpus.map { ["--corpus", $0] } ?? []) + (bounded ? [] : ["--unbounded"])
        var environment = ProcessInfo.processInfo.environment
        environment["SWIFT_BACKTRACE"] = bounded ? "enable=no" : "enable=yes,color=no,threads=crashed,images=none"
        process.environment = environment
        let output = try FileHandle(forWritingTo: log)
        (process.standardOutput, process.standardError) = (output, output)
        try process.run()
    }

    /// Waits for its end, or makes one.
    func wait() -> Stop {
        var (input, since, work) = (status[.input], Date(), processorSeconds)
        while process.isRunning {
            usleep(20_000)
            let now = status[.input]
            if now != input || status[.begun] == 0 { (input, since, work) = (now, Date(), processorSeconds) }
            let waited = Date().timeIntervalSince(since)
            guard waited > Self.busy, processorSeconds - work > Self.busy || waited > Self.idle else { continue }
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
            return .hung
        }
        process.waitUntilExit()
        return status[.done] == 1 ? .done : .died
    }

    var output: String { (try? Data(contentsOf: log)).map { String(decoding: $0, as: UTF8.self) } ?? "" }

    /// The lines in which it tells of what was wrongly accepted.
    var nonsense: [(number: Int, words: String)] {
        output.split(separator: "\n").compactMap { line in
            let parts = line.split(separator: " ", maxSplits: 1)
            guard parts.count == 2, let number = Int(parts[0]) else { return nil }
            return (number, String(parts[1]))
        }
    }

    private var processorSeconds: Double {
        let stat = (try? String(contentsOfFile: "/proc/\(process.processIdentifier)/stat", encoding: .utf8)) ?? ""
        guard let end = stat.lastIndex(of: ")") else { return 0 }
        let fields = stat[end...].split(separator: " ")
        guard fields.count > 13, let user = Double(fields[12]), let system = Double(fields[13]) else { return 0 }
        return (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }
}
