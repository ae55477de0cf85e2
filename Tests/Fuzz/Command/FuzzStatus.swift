import Foundation

/// What a worker has done, in a file that both processes have in memory: it outlives the worker.
final class FuzzStatus {
    enum Field: Int, CaseIterable { case begun, input, accepted, refused, done, peak }

    private let numbers: UnsafeMutablePointer<Int>
    private static let bytes = Field.allCases.count * MemoryLayout<Int>.stride

    init(_ url: URL) throws {
        let descriptor = open(url.path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0, ftruncate(descriptor, off_t(Self.bytes)) == 0,
            let memory = mmap(nil, Self.bytes, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0), memory != MAP_FAILED
        else { throw CocoaError(.fileWriteUnknown) }
        close(descriptor)
        numbers = memory.assumingMemoryBound(to: Int.self)
    }

    deinit { munmap(numbers, Self.bytes) }

    subscript(field: Field) -> Int {
        get { numbers[field.rawValue] }
        set { numbers[field.rawValue] = newValue }
    }
}
