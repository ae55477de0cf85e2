#if MPI
    import CMPI
    import Foundation
    import Tensors

    /// The processes that `mpirun` or `srun` has started, through Open MPI.
    public final class MPICommunicator: Communicator {
        public let rank: Int
        public let size: Int
        /// Open MPI is told that one thread at a time calls it.
        private let calls = NSLock()
        /// Bytes of one collective call, whose counts are of 32 bits.
        private static let most = 1 << 30

        /// Joins the others; once in a process.
        public init() throws {
            guard cmpi_begin() >= 2 else {
                throw FileError("This Open MPI serves one thread only: install one that was built with thread support.")
            }
            (rank, size) = (Int(cmpi_rank()), Int(cmpi_size()))
        }

        public func sum(_ values: UnsafeMutableBufferPointer<Float>) {
            calls.withLock {
                cmpi_meet()
                for start in stride(from: 0, to: values.count, by: Self.most / 4) {
                    cmpi_sum(values.baseAddress! + start, Int32(min(Self.most / 4, values.count - start)))
                }
            }
        }

        public func gather(_ bytes: [UInt8]) -> [[UInt8]] {
            calls.withLock {
                cmpi_meet()
                var lengths = [Int64](repeating: 0, count: size)
                cmpi_gather_counts(Int64(bytes.count), &lengths)
                var all = lengths.map { _ in [UInt8]() }
                for (i, length) in lengths.enumerated() { all[i].reserveCapacity(Int(length)) }
                let piece = Self.most / size
                for start in stride(from: 0, to: Int(lengths.max() ?? 0), by: piece) {
                    let counts = lengths.map { max(0, min(piece, Int($0) - start)) }
                    var places: [Int32] = []
                    var total = 0
                    for count in counts {
                        places.append(Int32(total))
                        total += count
                    }
                    let buffer = gathered(bytes, from: start, counts, places, total)
                    for (i, place) in places.enumerated() { all[i] += buffer[Int(place)..<Int(place) + counts[i]] }
                }
                return all
            }
        }

        private func gathered(
            _ bytes: [UInt8], from start: Int, _ counts: [Int], _ places: [Int32], _ total: Int
        ) -> [UInt8] {
            let own = bytes.dropFirst(start).prefix(counts[rank])
            return own.withUnsafeBytes { source in
                [UInt8](unsafeUninitializedCapacity: total) { target, filled in
                    cmpi_gather(
                        source.baseAddress, Int32(source.count), target.baseAddress, counts.map(Int32.init), places)
                    filled = total
                }
            }
        }

        public func send(_ bytes: [UInt8], to rank: Int, tag: Int) {
            calls.withLock { cmpi_send(bytes, Int32(bytes.count), Int32(rank), Int32(tag)) }
        }

        public func received(tag: Int) -> (rank: Int, bytes: [UInt8])? {
            calls.withLock {
                var (count, from): (Int32, Int32) = (0, 0)
                guard cmpi_arrived(Int32(tag), &count, &from) != 0 else { return nil }
                var bytes = [UInt8](repeating: 0, count: Int(count))
                cmpi_receive(&bytes, count, from, Int32(tag))
                return (Int(from), bytes)
            }
        }

        public func finish() { calls.withLock { cmpi_end() } }

        public func abort(status: Int32) { cmpi_abort(status) }
    }
#endif
