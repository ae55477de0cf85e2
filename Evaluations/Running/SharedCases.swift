import Communication
import Foundation
import Synchronization

/// Groups of cases, shared out by the first of several processes as the others ask for them.
struct SharedCases: Sendable {
    /// What a message is: a wish for a group, one that is done, or the last word of a process. Answers have numbers from `answers` on.
    private enum Tag {
        static let (wish, done, last, answers) = (1, 2, 3, 16)
        static let answerCount = 1 << 14
    }

    private let processes: any Communicator
    private static let asked = Atomic<Int>(0)

    init(_ processes: any Communicator) { self.processes = processes }

    // MARK: The first process

    /// Runs `body` and gives others what `next` says meanwhile and afterwards, until it says nil; `done` gets what they made of it.
    func serving(
        next: @escaping @Sendable () -> Int?, done: @escaping @Sendable (EvaluatedGroup) -> Void, _ body: () -> Void
    ) {
        guard processes.size > 1 else { return body() }
        let ended = DispatchSemaphore(value: 0)
        let thread = Thread {
            serve(next: next, done: done)
            ended.signal()
        }
        thread.stackSize = 1 << 22
        thread.start()
        body()
        ended.wait()
    }

    /// The same without work of its own. Returns when all others have taken their leave.
    func serve(next: () -> Int?, done: (EvaluatedGroup) -> Void) {
        guard processes.size > 1 else { return }
        var helpers = processes.size - 1
        func takeDone() {
            while let message = processes.received(tag: Tag.done) {
                if let made = try? JSONDecoder().decode(EvaluatedGroup.self, from: Data(message.bytes)) { done(made) }
            }
        }
        while helpers > 0 {
            takeDone()
            while let message = processes.received(tag: Tag.wish) {
                let answer = Self.bytes(next() ?? -1)
                processes.send(answer, to: message.rank, tag: Tag.answers + Self.number(message.bytes))
            }
            while processes.received(tag: Tag.last) != nil { helpers -= 1 }
            usleep(500)
        }
        takeDone()
        processes.meet()
    }

    // MARK: The others

    /// Runs `body`, which asks with `next` and answers with `deliver`, and takes leave.
    func helping(_ body: () throws -> Void) rethrows {
        try body()
        processes.send([], to: 0, tag: Tag.last)
        processes.meet()
    }

    /// The group to do next; nil: none is left.
    func next() -> Int? {
        let ticket = Self.asked.add(1, ordering: .relaxed).oldValue % Tag.answerCount
        processes.send(Self.bytes(ticket), to: 0, tag: Tag.wish)
        while true {
            if let answer = processes.received(tag: Tag.answers + ticket) {
                let index = Self.number(answer.bytes)
                return index < 0 ? nil : index
            }
            usleep(500)
        }
    }

    func deliver(_ made: EvaluatedGroup) throws {
        processes.send(Array(try JSONEncoder().encode(made)), to: 0, tag: Tag.done)
    }

    private static func bytes(_ number: Int) -> [UInt8] { withUnsafeBytes(of: Int64(number)) { Array($0) } }

    private static func number(_ bytes: [UInt8]) -> Int {
        bytes.count == 8 ? Int(bytes.withUnsafeBytes { $0.loadUnaligned(as: Int64.self) }) : -1
    }
}
