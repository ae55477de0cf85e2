import Foundation

extension CUDADevice {
    /// Whether work of this thread can be recorded now.
    var recordsGraphs: Bool { capturesGraphs && driver.graphs != nil && !isProfiling && capturing == nil }

    /// Records what `body` asks for instead of running it; nil where that cannot be.
    ///
    /// It is recorded on a stream of its own, so that other threads go on with theirs. What the host writes in `body` is sent once,
    /// now; to read there what a kernel makes is refused.
    func captured(_ body: () -> Void) -> CUDAGraph? {
        guard let graphs = driver.graphs else { return nil }
        captureTurn.lock()
        defer { captureTurn.unlock() }
        enter()
        guard let queue = captureQueue() else { return nil }
        let memory = GraphMemory(self, queue: queue)
        // CU_STREAM_CAPTURE_MODE_RELAXED: memory may be allocated meanwhile, here and by other threads.
        guard graphs.begin(queue.stream, 2) == 0 else { return nil }
        pthread_setspecific(capturingKey, UnsafeRawPointer(Unmanaged.passUnretained(memory).toOpaque()))
        body()
        flush(queue)
        pthread_setspecific(capturingKey, nil)
        var graph: CUDADriver.Handle?
        guard graphs.end(queue.stream, &graph) == 0, let graph else { return nil }
        defer { _ = graphs.destroy(graph) }
        var executable: CUDADriver.Handle?
        guard !memory.isRefused, graphs.instantiate(&executable, graph, 0) == 0 else { return nil }
        return CUDAGraph(executable, memory: memory, device: self)
    }

    func launch(_ graph: CUDAGraph) {
        enter()
        flush(main)
        must(driver.graphs!.launch(graph.executable, main.stream), "running a graph")
    }

    func destroy(_ graph: CUDAGraph) {
        enter()
        _ = driver.synchronize(main.stream)
        _ = driver.graphs?.destroyExecutable(graph.executable)
    }
}
