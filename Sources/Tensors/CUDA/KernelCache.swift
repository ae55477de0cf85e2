import Foundation

/// Compiled kernels on disk, since compiling takes seconds: under XDG_CACHE_HOME or ~/.cache, named by what they were made of.
struct KernelCache {
    private let file: URL?

    init(source: String, architecture: String) {
        file = CacheFolder.url()?.appendingPathComponent(
            "\(String(FNV1a.hash(source), radix: 16)).\(architecture).cubin")
    }

    /// The machine code kept; nil where there is none.
    var code: [CChar]? {
        guard let file, let data = try? Data(contentsOf: file), !data.isEmpty else { return nil }
        return data.map { CChar(bitPattern: $0) }
    }

    /// Keeps machine code, if it can.
    func keep(_ code: [CChar]) {
        guard let file else { return }
        try? FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try? Data(code.map { UInt8(bitPattern: $0) }).write(to: file, options: .atomic)
    }
}
