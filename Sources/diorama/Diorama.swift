import ArgumentParser
import Communication
import Foundation
import Tensors
import Worlds

@main
struct Diorama: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diorama", abstract: "A world simulator sandbox.",
        discussion: """
            A model makes up the next frames of a small world while you hold the keys. First steps:

              diorama play                         walk about in a learned world
              diorama play --checkpoint reference  or in the simulator behind it
              diorama generate --output clip.mp4   a video from nothing, from pictures or videos
              diorama evaluate --quick             how near the truth its frames are
              diorama help train                   how to train one of your own
            """,
        version: Version.number,
        subcommands: [
            Play.self, Generate.self, Rewrite.self, Evaluate.self, Compare.self, ReportCommand.self, Train.self,
            Benchmark.self, Record.self,
            Import.self, Caption.self,
            Inspect.self, Pack.self, Serve.self,
        ])

    static func main() async {
        StandardStreams.prepare()
        var status = EXIT_SUCCESS
        do {
            try refuseEmptyArguments()
            var command = try parseAsRoot()
            _ = try WorkerPool.chosenThreads()
            try Kernels.InstructionSet.checkChoice()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
            Processes.leave(failed: false, status: status)
        } catch {
            status = tell(error)
        }
        do { try StandardStreams.flush() } catch {
            StandardError.write("Error: \(error)\n")
            if status == EXIT_SUCCESS { status = EXIT_FAILURE }
        }
        Foundation.exit(status)
    }

    /// As the name of a file nothing would be the working directory.
    private static func refuseEmptyArguments() throws {
        let words = CommandLine.arguments
        let isEmpty: (String) -> Bool = { $0.isEmpty || $0.hasPrefix("--") && $0.hasSuffix("=") }
        guard let place = words.indices.dropFirst().first(where: { isEmpty(words[$0]) }) else { return }
        let name = words[place].isEmpty ? "what follows '\(words[place - 1])'" : "'\(words[place])'"
        throw ValidationError("An argument is empty: \(name). Is a variable of the shell not set?")
    }

    /// Says what ended a command, which may be the help that was asked for; returns the exit status.
    private static func tell(_ error: any Error) -> Int32 {
        let status = said(error)
        // Whatever is over for one process is over for all.
        Processes.leave(failed: !(error is ExitCode), status: status)
        return status
    }

    private static func said(_ error: any Error) -> Int32 {
        if !(error is ExitCode) { Processes.yieldToFirst() }
        if error is FailedElsewhere { return EXIT_FAILURE }
        if let stopped = error as? Stopped {
            StandardError.write("\(stopped)\n")
            return Interrupt.exitStatus
        }
        let error = FileError(foundation: error) ?? error
        let (status, message) = (exitCode(for: error).rawValue, fullMessage(for: error))
        if status == EXIT_SUCCESS {
            print(message)
        } else if !message.isEmpty {
            StandardError.write(Processes.prefix + message.printableLines + "\n")
        }
        return status
    }
}
