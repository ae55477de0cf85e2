import TestSupport
import Testing

@testable import Communication

/// What processes do together, with threads in their place.
struct CommunicatorTests {
    @Test(arguments: [1, 2, 3, 5]) func sharesAreAllAndDisjoint(size: Int) throws {
        for count in [0, 1, 4, 7] {
            let parts = try InMemoryCommunicator.run(size) { $0.share(of: count) }
            #expect(parts.flatMap { Array($0) } == Array(0..<count))
            #expect(parts.allSatisfy { abs($0.count - count / size) <= 1 })
        }
    }

    @Test func allGetTheSameSums() throws {
        let sums = try InMemoryCommunicator.run(3) { one in
            (0..<4).map { one.sum([Float(one.rank), Float($0)]) }
        }
        #expect(sums == Array(repeating: (0..<4).map { [3, Float(3 * $0)] }, count: 3))
    }

    @Test func whatIsMadeInSharesComesInOrder() throws {
        let made = try InMemoryCommunicator.run(3) { one in
            one.gathered(8) { range in range.map { [UInt8](repeating: UInt8($0), count: $0) } }
        }
        let whole = (0..<8).map { [UInt8](repeating: UInt8($0), count: $0) }
        #expect(made == [whole, whole, whole])
        #expect(SingleProcess().gathered(8) { $0.map { [UInt8](repeating: UInt8($0), count: $0) } } == whole)
    }

    private struct Broken: Error {}

    @Test func othersFollowTheFirstAndDoNotWaitWhereItFails() throws {
        let done = try InMemoryCommunicator.run(3) { one in
            try one.firstThenOthers { one.rank }
        }
        #expect(done == [0, 1, 2])
        let ends = try InMemoryCommunicator.run(3) { one in
            do {
                try one.firstThenOthers { throw Broken() }
                return "done"
            } catch {
                return "\(type(of: error))"
            }
        }
        #expect(ends == ["Broken", "FailedElsewhere", "FailedElsewhere"])
    }

    @Test func messagesWithOneTagKeepTheirOrder() throws {
        let got = try InMemoryCommunicator.run(2) { one -> [UInt8] in
            if one.rank == 1 {
                for i in 0..<5 { one.send([UInt8(i)], to: 0, tag: i % 2) }
            }
            one.meet()
            var bytes: [UInt8] = []
            while let message = one.received(tag: 0) { bytes += message.bytes }
            return bytes
        }
        #expect(got == [[0, 2, 4], []])
    }

    @Test func aLauncherSaysHowManyThereAre() throws {
        #expect(Launcher([:]).processes == 1)
        #expect(Launcher(["OMPI_COMM_WORLD_SIZE": "4"]).processes == 4)
        #expect(Launcher(["PMIX_RANK": "0", "SLURM_STEP_NUM_TASKS": "8"]).processes == 8)
        #expect(Launcher(["SLURM_STEP_NUM_TASKS": "8"]).processes == 1)
        #expect(Launcher(["OMPI_COMM_WORLD_SIZE": "many"]).processes == 1)
        let two = Launcher(["OMPI_COMM_WORLD_SIZE": "2", "OMPI_COMM_WORLD_LOCAL_SIZE": "2"])
        #expect(two.threads(processors: 8, of: 8) == 4 && two.threads(processors: 1, of: 8) == nil)
        #expect(try Launcher([:]).join() is SingleProcess)
    }
}
