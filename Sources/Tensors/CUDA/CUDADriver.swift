/// The functions of the NVIDIA driver (libcuda) that the engine calls. Addresses in device memory are plain numbers.
struct CUDADriver: Sendable {
    typealias Handle = OpaquePointer
    typealias Address = UInt64

    let initialize: @convention(c) (UInt32) -> Int32
    let version: @convention(c) (UnsafeMutablePointer<Int32>) -> Int32
    let deviceCount: @convention(c) (UnsafeMutablePointer<Int32>) -> Int32
    let device: @convention(c) (UnsafeMutablePointer<Int32>, Int32) -> Int32
    let deviceName: @convention(c) (UnsafeMutablePointer<CChar>, Int32, Int32) -> Int32
    let attribute: @convention(c) (UnsafeMutablePointer<Int32>, Int32, Int32) -> Int32
    let totalMemory: @convention(c) (UnsafeMutablePointer<Int>, Int32) -> Int32
    let retainContext: @convention(c) (UnsafeMutablePointer<Handle?>, Int32) -> Int32
    let setContext: @convention(c) (Handle?) -> Int32
    let allocate: @convention(c) (UnsafeMutablePointer<Address>, Int) -> Int32
    let free: @convention(c) (Address) -> Int32
    let upload: @convention(c) (Address, UnsafeRawPointer, Int, Handle?) -> Int32
    let download: @convention(c) (UnsafeMutableRawPointer, Address, Int, Handle?) -> Int32
    let copy: @convention(c) (Address, Address, Int, Handle?) -> Int32
    let fill: @convention(c) (Address, UInt8, Int, Handle?) -> Int32
    let allocateHost: @convention(c) (UnsafeMutablePointer<UnsafeMutableRawPointer?>, Int) -> Int32
    let freeHost: @convention(c) (UnsafeMutableRawPointer) -> Int32
    let createEvent: @convention(c) (UnsafeMutablePointer<Handle?>, UInt32) -> Int32
    let destroyEvent: @convention(c) (Handle?) -> Int32
    let recordEvent: @convention(c) (Handle?, Handle?) -> Int32
    let awaitEvent: @convention(c) (Handle?) -> Int32
    let createStream: @convention(c) (UnsafeMutablePointer<Handle?>, UInt32) -> Int32
    let synchronize: @convention(c) (Handle?) -> Int32
    let loadModule: @convention(c) (UnsafeMutablePointer<Handle?>, UnsafeRawPointer) -> Int32
    let function: @convention(c) (UnsafeMutablePointer<Handle?>, Handle?, UnsafePointer<CChar>) -> Int32
    let setFunctionAttribute: @convention(c) (Handle?, Int32, Int32) -> Int32
    let launch:
        @convention(c) (
            Handle?, UInt32, UInt32, UInt32, UInt32, UInt32, UInt32, UInt32, Handle?,
            UnsafeMutablePointer<UnsafeMutableRawPointer?>?, UnsafeMutablePointer<UnsafeMutableRawPointer?>?
        ) -> Int32
    let errorText: @convention(c) (Int32, UnsafeMutablePointer<UnsafePointer<CChar>?>) -> Int32

    /// Nil where the driver lacks them.
    let graphs: GraphFunctions?

    init() throws {
        guard let library = DynamicLibrary(["libcuda.so.1"], folders: DynamicLibrary.cudaFolders) else {
            throw CUDAError("No NVIDIA driver was found (libcuda.so.1): install one, or use --device cpu")
        }
        initialize = try library.function("cuInit")
        version = try library.function("cuDriverGetVersion")
        deviceCount = try library.function("cuDeviceGetCount")
        device = try library.function("cuDeviceGet")
        deviceName = try library.function("cuDeviceGetName")
        attribute = try library.function("cuDeviceGetAttribute")
        totalMemory = try library.function("cuDeviceTotalMem_v2")
        retainContext = try library.function("cuDevicePrimaryCtxRetain")
        setContext = try library.function("cuCtxSetCurrent")
        allocate = try library.function("cuMemAlloc_v2")
        free = try library.function("cuMemFree_v2")
        upload = try library.function("cuMemcpyHtoDAsync_v2")
        download = try library.function("cuMemcpyDtoHAsync_v2")
        copy = try library.function("cuMemcpyDtoDAsync_v2")
        fill = try library.function("cuMemsetD8Async")
        allocateHost = try library.function("cuMemAllocHost_v2")
        freeHost = try library.function("cuMemFreeHost")
        createEvent = try library.function("cuEventCreate")
        destroyEvent = try library.function("cuEventDestroy_v2")
        recordEvent = try library.function("cuEventRecord")
        awaitEvent = try library.function("cuEventSynchronize")
        createStream = try library.function("cuStreamCreate")
        synchronize = try library.function("cuStreamSynchronize")
        loadModule = try library.function("cuModuleLoadData")
        function = try library.function("cuModuleGetFunction")
        setFunctionAttribute = try library.function("cuFuncSetAttribute")
        launch = try library.function("cuLaunchKernel")
        errorText = try library.function("cuGetErrorString")
        graphs = try? GraphFunctions(library)
    }

    /// Throws what `result` means where it is not 0.
    func check(_ result: Int32, _ doing: String) throws {
        guard result != 0 else { return }
        var text: UnsafePointer<CChar>?
        _ = errorText(result, &text)
        throw CUDAError("The GPU failed while \(doing): \(text.map { String(cString: $0) } ?? "error \(result)")")
    }
}
