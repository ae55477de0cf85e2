import Foundation

/// Compiled kernels on disk, since compiling takes seconds: under XDG_CACHE_HOME or ~/.cache, named by what they were made of.
struct KernelCache {
    private let file: URL?

    init(source: String, architecture: String) {
        let environment = ProcessInfo.processInfo.environment
        let home = environment["XDG_CACHE_HOME"] ?? environment["HOME"].map { $0 + "/.cache" }
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        // FNV-1a.
        for byte in source.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        file = home.map {
            URL(fileURLWithPath: $0).appendingPathComponent("diorama/\(String(hash, radix: 16)).\(architecture).cubin")
        }
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
