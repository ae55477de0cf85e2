import Foundation
import Synchronization

/// One GPU: its memory, its kernels, and one stream on which all work runs in the order it was asked for.
public final class CUDADevice: @unchecked Sendable {
    public let name: String
    /// Bytes of its memory.
    public let memory: Int
    /// How many blocks at least it takes to keep all of it busy.
    let multiprocessors: Int
    let driver: CUDADriver
    /// All work but what is being recorded.
    let main: CUDAQueue
    /// One thread at a time records.
    let captureTurn = NSLock()
    /// Set in a thread that records: the graph's memory.
    let capturingKey: pthread_key_t
    private var recorder: CUDAQueue?
    private let capturesFlag = Atomic<Bool>(true)
    private let context: CUDADriver.Handle?
    private let module: CUDADriver.Handle?
    private let kernels = Mutex<[String: Kernel]>([:])
    /// Set in threads that have the context.
    private let entered: pthread_key_t
    private let free = Mutex<[Int: [UInt64]]>([:])

    /// Where the GPU's time goes, while that is asked for: each kernel is then waited for.
    private let times = Mutex<[String: (calls: Int, seconds: Double)]?>(nil)

    private struct Kernel: @unchecked Sendable { let handle: CUDADriver.Handle? }

    /// The first GPU that the driver has.
    public init() throws {
        let driver = try CUDADriver()
        let started = driver.initialize(0)
        // CUDA_ERROR_NO_DEVICE
        guard started != 100 else { throw CUDAError("The NVIDIA driver sees no GPU: use --device cpu") }
        try driver.check(started, "starting its driver")
        var version: Int32 = 0
        try driver.check(driver.version(&version), "telling its driver's version")
        guard version >= 12000 else {
            throw CUDAError(
                "The NVIDIA driver is for CUDA \(version / 1000).\(version % 1000 / 10): install one for 12.0 or "
                    + "later, or use --device cpu")
        }
        var (count, device): (Int32, Int32) = (0, 0)
        try driver.check(driver.deviceCount(&count), "counting GPUs")
        guard count > 0 else { throw CUDAError("The NVIDIA driver sees no GPU: use --device cpu") }
        try driver.check(driver.device(&device, 0), "being opened")
        func attribute(_ number: Int32) throws -> Int {
            var value: Int32 = 0
            try driver.check(driver.attribute(&value, number, device), "telling what it has")
            return Int(value)
        }
        let (major, minor) = (try attribute(75), try attribute(76))
        guard major >= 8 else {
            throw CUDAError(
                "The GPU has compute capability \(major).\(minor), and bf16 products need 8.0: use --device cpu")
        }
        multiprocessors = try attribute(16)
        var text = [CChar](repeating: 0, count: 256)
        _ = driver.deviceName(&text, 255, device)
        name = String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        var bytes = 0
        _ = driver.totalMemory(&bytes, device)
        memory = bytes
        var context: CUDADriver.Handle?
        try driver.check(driver.retainContext(&context, device), "being opened")
        try driver.check(driver.setContext(context), "being opened")
        let cache = KernelCache(source: Self.source, architecture: "sm_\(major)\(minor)")
        var module: CUDADriver.Handle?
        // What is kept may be damaged.
        if let code = cache.code { _ = driver.loadModule(&module, code) }
        if module == nil {
            let code = try KernelCompiler().compiled(Self.source, major: major, minor: minor)
            try driver.check(driver.loadModule(&module, code), "loading the kernels")
            cache.keep(code)
        }
        (self.driver, self.context, self.module) = (driver, context, module)
        var keys = (pthread_key_t(), pthread_key_t())
        pthread_key_create(&keys.0, nil)
        pthread_key_create(&keys.1, nil)
        (entered, capturingKey) = keys
        main = try Self.queue(driver)
    }

    private static func queue(_ driver: CUDADriver) throws -> CUDAQueue {
        var stream: CUDADriver.Handle?
        // CU_STREAM_NON_BLOCKING
        try driver.check(driver.createStream(&stream, 1), "making a stream")
        var workspace: UInt64 = 0
        let allocated = driver.allocate(&workspace, MatrixProducts.workspaceBytes) == 0
        return CUDAQueue(
            stream: stream, products: try MatrixProducts(stream: stream, workspace: allocated ? workspace : nil))
    }

    /// Where work is recorded, for whoever has the turn; nil where it cannot be.
    func captureQueue() -> CUDAQueue? {
        if recorder == nil, let made = try? Self.queue(driver) {
            // What cuBLAS sets up with its first product it could not set up while that is recorded.
            let size = 3 * 1024
            let memory = take(size)
            func part(_ i: Int) -> DevicePointer { DevicePointer(memory + UInt64(i * 1024), of: made) }
            let product = MatrixProducts.Product(
                m: 16, n: 16, k: 16, a: part(0), lda: 16, b: part(1), ldb: 16, c: part(2), ldc: 16, input: .bf16,
                output: .bf16)
            guard (try? made.products.run(product)) != nil, driver.synchronize(made.stream) == 0 else { return nil }
            give(memory, size: size)
            recorder = made
        }
        return recorder.flatMap { $0.products.hasWorkspace && main.products.hasWorkspace ? $0 : nil }
    }

    /// Whether what `Context.captured` is asked for again is recorded and run as a whole; else kernel by kernel.
    public var capturesGraphs: Bool {
        get { capturesFlag.load(ordering: .relaxed) }
        set { capturesFlag.store(newValue, ordering: .relaxed) }
    }

    /// The memory of the graph that this thread records, if it does.
    var capturing: GraphMemory? {
        pthread_getspecific(capturingKey).map { Unmanaged<GraphMemory>.fromOpaque($0).takeUnretainedValue() }
    }

    /// Where this thread's work goes.
    private var queue: CUDAQueue { capturing?.queue ?? main }

    /// All kernels as one program; files use what those before them declare.
    static let source = [
        PackageResources.common_cu, PackageResources.attention_tiles_cu, PackageResources.rotate_cu,
        PackageResources.attention_forward_cu, PackageResources.attention_backward_cu,
        PackageResources.attention_f32_cu, PackageResources.pointwise_cu, PackageResources.rows_cu,
        PackageResources.rearrange_cu, PackageResources.optimizer_cu,
    ].map { String(decoding: $0, as: UTF8.self) }.joined(separator: "\n")

    func must(_ result: Int32, _ doing: String) { if result != 0 { must { try driver.check(result, doing) } } }

    /// A failure in mid-work, such as too little memory, leaves nothing to go on from: the context is lost, and primitives do not
    /// throw. It ends the program with one sentence; files are written whole or not at all, and a training goes on from its state.
    private func must(_ work: () throws -> Void) {
        do {
            try work()
        } catch {
            // What cannot be recorded runs as it is.
            if let capturing { return capturing.refuse() }
            StandardError.write("Error: \(error)\n")
            exit(EXIT_FAILURE)
        }
    }

    /// Threads other than the one that opened the device need its context too.
    func enter() {
        guard pthread_getspecific(entered) == nil else { return }
        must(driver.setContext(context), "switching threads")
        pthread_setspecific(entered, UnsafeRawPointer(Unmanaged.passUnretained(self).toOpaque()))
    }

    /// Memory of `size` bytes, whatever it holds.
    func take(_ size: Int) -> UInt64 {
        if let found = free.withLock({ $0[size]?.popLast() }) { return found }
        enter()
        var address: UInt64 = 0
        if driver.allocate(&address, size) == 0 { return address }
        // Pieces of other sizes may lie about.
        let idle = free.withLock { pools in
            defer { pools = [:] }
            return pools.values.flatMap { $0 }
        }
        flush(main)
        _ = driver.synchronize(main.stream)
        for piece in idle { _ = driver.free(piece) }
        must(driver.allocate(&address, size), "giving \(size >> 20) MiB of its memory: take fewer or shorter clips")
        return address
    }

    /// Work that was asked for before may still use it: whoever takes it next comes later in the stream.
    func give(_ address: UInt64, size: Int) { free.withLock { $0[size, default: []].append(address) } }

    func upload(_ source: UnsafeRawPointer, to address: UInt64, bytes: Int) {
        enter()
        flush(main)
        must(driver.upload(address, source, bytes, main.stream), "being sent data")
    }

    /// Waits for all work before it.
    func download(_ address: UInt64, to target: UnsafeMutableRawPointer, bytes: Int) {
        enter()
        flush(main)
        capturing?.refuse()
        must(driver.download(target, address, bytes, main.stream), "sending data back")
        must(driver.synchronize(main.stream), "computing")
    }

    /// Sends data to memory that the GPU reaches by itself; the event is reached when it has arrived.
    func beginDownload(_ source: DevicePointer, bytes: Int) -> (
        host: UnsafeMutableRawPointer, event: CUDADriver.Handle?
    ) {
        enter()
        flush(main)
        capturing?.refuse()
        var host: UnsafeMutableRawPointer?
        must(driver.allocateHost(&host, bytes), "taking memory of the host")
        var event: CUDADriver.Handle?
        // CU_EVENT_DISABLE_TIMING
        must(driver.createEvent(&event, 2), "making an event")
        must(driver.download(host!, source.address, bytes, main.stream), "sending data back")
        must(driver.recordEvent(event, main.stream), "sending data back")
        withExtendedLifetime(source) {}
        return (host!, event)
    }

    func wait(_ event: CUDADriver.Handle?) {
        enter()
        must(driver.awaitEvent(event), "computing")
    }

    func endDownload(_ host: UnsafeMutableRawPointer, _ event: CUDADriver.Handle?) {
        wait(event)
        _ = driver.destroyEvent(event)
        _ = driver.freeHost(host)
    }

    func copy(_ source: DevicePointer, to target: DevicePointer, bytes: Int) {
        enter()
        let queue = begin(source, target)
        must(driver.copy(target.address, source.address, bytes, queue.stream), "copying")
        withExtendedLifetime((source, target)) {}
    }

    func zero(_ target: DevicePointer, bytes: Int) {
        enter()
        let queue = begin(target)
        must(driver.fill(target.address, 0, bytes, queue.stream), "filling memory")
        withExtendedLifetime(target) {}
    }

    /// Waits until all work is done.
    public func synchronize() {
        enter()
        flush(main)
        capturing?.refuse()
        must(driver.synchronize(main.stream), "computing")
    }

    /// The queue for work with these, once all that was asked for before is in it.
    private func begin(_ pointers: DevicePointer...) -> CUDAQueue {
        let capturing = capturing
        if let capturing { for pointer in pointers { capturing.hold(pointer) } }
        let queue = capturing?.queue ?? main
        flush(queue)
        return queue
    }

    /// Launches what was postponed, and postpones `next` in the same turn: other threads may be about to as well.
    func flush(_ queue: CUDAQueue, postponing next: PostponedResidual? = nil) {
        let waiting = queue.postponed.withLock { waiting -> PostponedResidual? in
            defer { waiting = next }
            guard let residual = waiting else { return nil }
            start(
                "gated_residual", grid: ((residual.rows + residual.perBlock - 1) / residual.perBlock, 1, 1), block: 128,
                shared: 0, residual.arguments + [.int(residual.perBlock)], queue)
            return residual
        }
        withExtendedLifetime(waiting) {}
    }

    /// Launches it when it is known whether a layer norm of its result comes next.
    func postpone(_ residual: PostponedResidual) {
        enter()
        flush(queue, postponing: residual)
    }

    /// What was postponed, to be joined with a layer norm of its result.
    func joined(to input: DevicePointer, rows: Int, columns: Int) -> PostponedResidual? {
        queue.postponed.withLock { waiting in
            guard let residual = waiting, residual.result.address == input.address, residual.rows == rows,
                residual.columns == columns
            else { return nil }
            waiting = nil
            return residual
        }
    }

    var isProfiling: Bool { times.withLock { $0 != nil } }

    func product(_ product: MatrixProducts.Product) {
        enter()
        let queue = begin(product.a, product.b, product.c)
        timed("cuBLAS \(product.m) x \(product.n) x \(product.k)") { must { try queue.products.run(product) } }
        withExtendedLifetime(product) {}
    }

    /// The calls and seconds of every kernel while `body` runs.
    public func profile(_ body: () throws -> Void) rethrows -> [String: (calls: Int, seconds: Double)] {
        synchronize()
        times.withLock { $0 = [:] }
        try body()
        return times.withLock { times in
            defer { times = nil }
            return times ?? [:]
        }
    }

    private func timed(_ name: @autoclosure () -> String, _ body: () -> Void) {
        guard times.withLock({ $0 != nil }) else { return body() }
        let begin = DispatchTime.now().uptimeNanoseconds
        body()
        must(driver.synchronize(main.stream), "computing")
        let seconds = Double(DispatchTime.now().uptimeNanoseconds - begin) * 1e-9
        let name = name()
        times.withLock { times in
            let sum = times?[name] ?? (0, 0)
            times?[name] = (sum.calls + 1, sum.seconds + seconds)
        }
    }

    /// Runs a kernel; `arguments` are those of its C signature, one for one.
    func launch(
        _ name: String, grid: (Int, Int, Int), block: Int, shared: Int = 0, _ arguments: KernelArgument...
    ) {
        run(name, grid: grid, block: block, shared: shared, arguments)
    }

    /// One thread for each of `count` items, in blocks of 256.
    func launch(_ name: String, items count: Int, _ arguments: KernelArgument...) {
        run(name, grid: ((count + 255) / 256, 1, 1), block: 256, shared: 0, arguments)
    }

    func run(
        _ name: String, grid: (Int, Int, Int), block: Int, shared: Int, _ arguments: [KernelArgument]
    ) {
        enter()
        let queue = queue
        flush(queue)
        start(name, grid: grid, block: block, shared: shared, arguments, queue)
    }

    private func start(
        _ name: String, grid: (Int, Int, Int), block: Int, shared: Int, _ arguments: [KernelArgument],
        _ queue: CUDAQueue
    ) {
        guard grid.0 > 0, grid.1 > 0, grid.2 > 0 else { return }
        if let capturing {
            for case .pointer(let pointer) in arguments { capturing.hold(pointer) }
        }
        let kernel = kernel(name, shared: shared)
        // No kernel has more than 24 arguments, nor one of more than 11 words.
        withUnsafeTemporaryAllocation(of: UInt64.self, capacity: 24 + 11) { words in
            withUnsafeTemporaryAllocation(of: UnsafeMutableRawPointer?.self, capacity: 24) { pointers in
                var count = 0
                for (i, argument) in arguments.enumerated() {
                    pointers[i] = UnsafeMutableRawPointer(words.baseAddress! + count)
                    count += argument.write(to: words.baseAddress! + count)
                }
                timed(name) {
                    must(
                        driver.launch(
                            kernel, UInt32(grid.0), UInt32(grid.1), UInt32(grid.2), UInt32(block), 1, 1, UInt32(shared),
                            queue.stream, pointers.baseAddress, nil), "running \(name)")
                }
                withExtendedLifetime(arguments) {}
            }
        }
    }

    private func kernel(_ name: String, shared: Int) -> CUDADriver.Handle? {
        kernels.withLock { known in
            if let kernel = known[name] { return kernel }
            var handle: CUDADriver.Handle?
            must(driver.function(&handle, module, name), "finding the kernel \(name)")
            // CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES: more than 48 KB must be asked for.
            if shared > 48 << 10 { must(driver.setFunctionAttribute(handle, 8, Int32(shared)), "preparing \(name)") }
            known[name] = Kernel(handle: handle)
            return Kernel(handle: handle)
        }.handle
    }
}
