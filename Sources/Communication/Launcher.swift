import Foundation
import Tensors

/// What has started this process: `mpirun`, `srun`, or a person.
public struct Launcher: Sendable {
    private let environment: [String: String]

    public init(_ environment: [String: String] = ProcessInfo.processInfo.environment) {
        self.environment = environment
    }

    /// How many processes were started together.
    public var processes: Int {
        if let size = number("OMPI_COMM_WORLD_SIZE") { return size }
        // srun with PMIx or PMI-2, whose variables are there for a single task too.
        guard environment["PMIX_RANK"] != nil || environment["PMI_RANK"] != nil else { return 1 }
        return number("PMI_SIZE") ?? number("SLURM_STEP_NUM_TASKS") ?? 1
    }

    /// Those of them on this machine.
    public var neighbours: Int {
        number("OMPI_COMM_WORLD_LOCAL_SIZE")
            ?? environment["SLURM_STEP_TASKS_PER_NODE"].flatMap { Int($0.prefix(while: \.isNumber)) } ?? 1
    }

    /// Threads for each process of those that share `processors`; nil where the launcher has given this one some of all.
    func threads(processors: Int, of all: Int) -> Int? {
        guard neighbours > 1, processors == all else { return nil }
        return max(1, processors / neighbours)
    }

    private func number(_ name: String) -> Int? {
        environment[name].flatMap { Int($0) }.flatMap { (1...1 << 20).contains($0) ? $0 : nil }
    }

    /// Joins the other processes that were started with this one; a process alone is `SingleProcess`. Sets DIORAMA_THREADS, where it is
    /// not set, so that processes on one machine share its cores. Throws where this program was built without MPI.
    public func join() throws -> any Communicator {
        guard processes > 1 else { return SingleProcess() }
        #if MPI
            let info = ProcessInfo.processInfo
            if environment["DIORAMA_THREADS"] == nil,
                let threads = threads(processors: info.activeProcessorCount, of: info.processorCount)
            {
                setenv("DIORAMA_THREADS", "\(threads)", 1)
            }
            return try MPICommunicator()
        #else
            throw FileError(
                "\(processes) processes were started together, but this diorama was built without MPI: build it with `make mpi`."
            )
        #endif
    }
}
