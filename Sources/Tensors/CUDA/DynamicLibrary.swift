import Foundation

/// A shared library that is opened while the program runs, so that nothing depends on it where it is missing.
struct DynamicLibrary: @unchecked Sendable {
    let name: String
    private let handle: UnsafeMutableRawPointer

    /// The first of `names` that can be opened, by the loader's own search or in one of `folders`.
    init?(_ names: [String], folders: [String] = []) {
        for name in names {
            for path in [name] + folders.map({ $0 + "/" + name }) {
                if let handle = dlopen(path, RTLD_NOW | RTLD_GLOBAL) {
                    (self.name, self.handle) = (name, handle)
                    return
                }
            }
        }
        return nil
    }

    /// A library of the CUDA toolkit, `name` as in lib`name`.so, which is `role`.
    static func toolkit(_ name: String, _ role: String) throws -> DynamicLibrary {
        let names = ["lib\(name).so.13", "lib\(name).so.12", "lib\(name).so"]
        guard let library = DynamicLibrary(names, folders: cudaFolders) else {
            throw CUDAError(
                "\(role) was not found (\(names[0]) or \(names[1])): install the CUDA toolkit, or set "
                    + "DIORAMA_CUDA_LIBRARIES to its folders, or use --device cpu")
        }
        return library
    }

    /// The function `symbol`, whose C type the caller knows.
    func function<T>(_ symbol: String, as type: T.Type = T.self) throws -> T {
        guard let address = dlsym(handle, symbol) else {
            throw CUDAError("\(name) has no \(symbol): it is too old; install a newer NVIDIA driver or CUDA toolkit")
        }
        return unsafeBitCast(address, to: type)
    }

    /// Where toolkits and Python packages put CUDA's libraries.
    static let cudaFolders: [String] = {
        let given = ProcessInfo.processInfo.environment["DIORAMA_CUDA_LIBRARIES"] ?? ""
        return given.split(separator: ":").map(String.init) + [
            "/usr/local/cuda/lib64", "/usr/local/cuda/targets/x86_64-linux/lib", "/usr/lib/x86_64-linux-gnu",
            "/usr/local/nvidia/lib64", "/opt/cuda/lib64",
        ]
    }()
}
