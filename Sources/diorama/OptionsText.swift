import ArgumentParser

extension ParsableCommand {
    /// The options of this command as its help lists them, for the help of the command whose default it is, which hides them.
    static var optionsText: String {
        let lines = helpMessage(columns: 80).split(separator: "\n", omittingEmptySubsequences: false)
        let begin = lines.firstIndex(of: "OPTIONS:").map { $0 + 1 } ?? lines.endIndex
        let own = lines[begin...].prefix { !$0.hasPrefix("SUBCOMMANDS:") }
        return own.filter { !$0.hasPrefix("  -h, --help") && !$0.hasPrefix("  --version") && !$0.isEmpty }
            .joined(separator: "\n")
    }
}
