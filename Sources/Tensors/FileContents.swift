import Foundation

/// Files that are read whole, of a size that is known to be small; pipes and devices that end are read alike.
public enum FileContents {
    /// The bytes of a file of at most `limit`; `what` names the kind of file in errors, e.g. "scenario".
    public static func data(_ url: URL, what: String, limit: Int = 1 << 20) throws -> Data {
        let name = url.relativePath
        let descriptor = open(url.path, O_RDONLY | O_CLOEXEC | O_NOCTTY)
        guard descriptor >= 0 else {
            throw FileError("Cannot read \(name); check that the \(what) file is there and readable.")
        }
        defer { close(descriptor) }
        var data = Data()
        var part = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let n = read(descriptor, &part, part.count)
            if n < 0 && errno == EINTR { continue }
            if n < 0 && errno != EISDIR { throw FileError("read", name, errno: errno) }
            if n <= 0 { break }
            data.append(contentsOf: part[..<n])
            guard data.count <= limit else {
                throw FileError("\(name) is above \(max(1, limit >> 20)) MB, too large for a \(what) file.")
            }
        }
        guard !data.isEmpty else { throw FileError("\(name) is empty or a folder; give a \(what) file.") }
        return data
    }

    /// The same as text, without the mark that some editors begin it with, each line ended by a line feed alone.
    public static func text(_ url: URL, what: String, limit: Int = 1 << 20) throws -> String {
        var data = try data(url, what: what, limit: limit)
        if data.starts(with: [0xEF, 0xBB, 0xBF]) { data = data.dropFirst(3) }
        var bytes = [UInt8](data)
        if bytes.contains(0x0D) {
            let all = bytes
            bytes = all.indices.compactMap { i -> UInt8? in
                all[i] == 0x0D && i + 1 < all.count && all[i + 1] == 0x0A ? nil : all[i]
            }
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw FileError(
                "\(url.relativePath) is not UTF-8 text: it is a file of another kind, or is to be saved as UTF-8.")
        }
        return text
    }
}
