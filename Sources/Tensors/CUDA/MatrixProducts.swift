import Synchronization

/// cuBLAS: matrix products of f32 or bf16, summed in f32.
final class MatrixProducts: @unchecked Sendable {
    typealias Handle = OpaquePointer

    /// One product C = alpha op(A) op(B) + beta C, in columns as BLAS counts them, or a batch of them with strides.
    struct Product {
        var transposesA = false
        var transposesB = false
        var m: Int
        var n: Int
        var k: Int
        var a: DevicePointer
        var lda: Int
        var b: DevicePointer
        var ldb: Int
        var c: DevicePointer
        var ldc: Int
        /// Types of A and B, and of C.
        var input: DType
        var output: DType
        var alpha: Float = 1
        var beta: Float = 0
        /// f32 products in TF32, with 10 bits of mantissa.
        var rough = false
        var batch = 1
        var strideA = 0
        var strideB = 0
        var strideC = 0
    }

    private let gemm:
        @convention(c) (
            Handle?, Int32, Int32, Int32, Int32, Int32, UnsafePointer<Float>, UInt64, Int32, Int32, UInt64, Int32,
            Int32,
            UnsafePointer<Float>, UInt64, Int32, Int32, Int32, Int32
        ) -> Int32
    private let batched:
        @convention(c) (
            Handle?, Int32, Int32, Int32, Int32, Int32, UnsafePointer<Float>, UInt64, Int32, Int32, Int64, UInt64,
            Int32,
            Int32, Int64, UnsafePointer<Float>, UInt64, Int32, Int32, Int64, Int32, Int32, Int32
        ) -> Int32
    private let handle: Handle?
    /// A handle serves one thread at a time.
    private let turn = Mutex(())

    /// Bytes of the memory that products may use on the side; as much as cuBLAS takes by itself where there is most.
    static let workspaceBytes = 32 << 20
    /// Whether cuBLAS took the memory given, without which it allocates some in the middle of work.
    let hasWorkspace: Bool

    /// Needs the device's context to be current.
    init(stream: CUDADriver.Handle?, workspace: UInt64?) throws {
        let library = try DynamicLibrary.toolkit("cublas", "cuBLAS")
        gemm = try library.function("cublasGemmEx")
        batched = try library.function("cublasGemmStridedBatchedEx")
        let create = try library.function(
            "cublasCreate_v2", as: (@convention(c) (UnsafeMutablePointer<Handle?>) -> Int32).self)
        let setStream = try library.function(
            "cublasSetStream_v2", as: (@convention(c) (Handle?, CUDADriver.Handle?) -> Int32).self)
        var made: Handle?
        guard create(&made) == 0, setStream(made, stream) == 0 else { throw CUDAError("cuBLAS could not be started") }
        handle = made
        // After the stream, which resets it.
        let setWorkspace = try? library.function(
            "cublasSetWorkspace_v2", as: (@convention(c) (Handle?, UInt64, Int) -> Int32).self)
        hasWorkspace = workspace.map { setWorkspace?(made, $0, Self.workspaceBytes) == 0 } ?? false
    }

    func run(_ p: Product) throws {
        var (alpha, beta) = (p.alpha, p.beta)
        let (a, c) = (Self.type(p.input), Self.type(p.output))
        // CUBLAS_COMPUTE_32F, or CUBLAS_COMPUTE_32F_FAST_TF32.
        let compute: Int32 = p.rough && p.input == .f32 ? 77 : 68
        let (ta, tb): (Int32, Int32) = (p.transposesA ? 1 : 0, p.transposesB ? 1 : 0)
        let result = turn.withLock { _ in
            p.batch == 1
                ? gemm(
                    handle, ta, tb, Int32(p.m), Int32(p.n), Int32(p.k), &alpha, p.a.address, a, Int32(p.lda),
                    p.b.address, a, Int32(p.ldb), &beta, p.c.address, c, Int32(p.ldc), compute, -1)
                : batched(
                    handle, ta, tb, Int32(p.m), Int32(p.n), Int32(p.k), &alpha, p.a.address, a, Int32(p.lda),
                    Int64(p.strideA), p.b.address, a, Int32(p.ldb), Int64(p.strideB), &beta, p.c.address, c,
                    Int32(p.ldc),
                    Int64(p.strideC), Int32(p.batch), compute, -1)
        }
        guard result == 0 else {
            throw CUDAError("cuBLAS refused a product of \(p.m) x \(p.n) x \(p.k) with error \(result)")
        }
    }

    /// CUDA_R_32F, CUDA_R_16BF.
    private static func type(_ type: DType) -> Int32 { type == .f32 ? 0 : 14 }
}
