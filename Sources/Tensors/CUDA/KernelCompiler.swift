import Foundation

/// NVRTC, CUDA's run-time compiler: makes the kernels for the GPU at hand.
struct KernelCompiler {
    typealias Program = OpaquePointer

    private let create:
        @convention(c) (
            UnsafeMutablePointer<Program?>, UnsafePointer<CChar>, UnsafePointer<CChar>?, Int32, OpaquePointer?,
            OpaquePointer?
        ) -> Int32
    private let compile: @convention(c) (Program?, Int32, UnsafeMutablePointer<UnsafePointer<CChar>?>?) -> Int32
    private let logSize: @convention(c) (Program?, UnsafeMutablePointer<Int>) -> Int32
    private let log: @convention(c) (Program?, UnsafeMutablePointer<CChar>) -> Int32
    private let codeSize: @convention(c) (Program?, UnsafeMutablePointer<Int>) -> Int32
    private let code: @convention(c) (Program?, UnsafeMutablePointer<CChar>) -> Int32
    private let destroy: @convention(c) (UnsafeMutablePointer<Program?>) -> Int32

    init() throws {
        let library = try DynamicLibrary.toolkit("nvrtc", "CUDA's compiler")
        create = try library.function("nvrtcCreateProgram")
        compile = try library.function("nvrtcCompileProgram")
        logSize = try library.function("nvrtcGetProgramLogSize")
        log = try library.function("nvrtcGetProgramLog")
        codeSize = try library.function("nvrtcGetCUBINSize")
        code = try library.function("nvrtcGetCUBIN")
        destroy = try library.function("nvrtcDestroyProgram")
    }

    /// Machine code of `source` for compute capability `major`.`minor`.
    func compiled(_ source: String, major: Int, minor: Int) throws -> [CChar] {
        var program: Program?
        guard create(&program, source, "diorama.cu", 0, nil, nil) == 0 else {
            throw CUDAError("CUDA's compiler could not be started")
        }
        defer { _ = destroy(&program) }
        let options = ["--gpu-architecture=sm_\(major)\(minor)", "--std=c++17", "-default-device"]
        let copies = options.map { strdup($0)! }
        defer { for copy in copies { free(copy) } }
        var pointers = copies.map { UnsafePointer<CChar>?($0) }
        let result = compile(program, Int32(pointers.count), &pointers)
        guard result == 0 else {
            var size = 0
            _ = logSize(program, &size)
            var text = [CChar](repeating: 0, count: max(1, size))
            _ = log(program, &text)
            let words = String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            throw CUDAError("CUDA's compiler refused the kernels: \(words)")
        }
        var size = 0
        guard codeSize(program, &size) == 0 else { throw CUDAError("CUDA's compiler gave no machine code") }
        var bytes = [CChar](repeating: 0, count: size)
        guard code(program, &bytes) == 0 else { throw CUDAError("CUDA's compiler gave no machine code") }
        return bytes
    }
}
