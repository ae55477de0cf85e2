import Foundation
import Media
import Tensors

/// A folder with a PNG a frame, numbered without gaps from any number on.
struct NumberedPictures {
    /// By number: 2.png comes before 10.png.
    let files: [URL]

    /// Throws a sentence that names what is missing or does not belong there.
    init(_ folder: URL) throws {
        let names = try FileStatus.names(in: folder)
        let pictures = names.filter { $0.lowercased().hasSuffix(".png") }
        guard !pictures.isEmpty else { throw Self.none(folder, names) }
        let parts = pictures.map { (name: $0, part: Self.split($0)) }
        // What most names share is how frames are called here.
        var counts: [String: Int] = [:]
        for (_, part) in parts { if let part { counts[part.frame, default: 0] += 1 } }
        let usual = counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
        let strays = parts.filter { $0.part == nil || $0.part?.frame != usual }.map(\.name)
        let numbered = parts.compactMap { one in
            one.part.flatMap { $0.frame == usual ? (number: $0.number, name: one.name) : nil }
        }.sorted { ($0.number, $0.name) < ($1.number, $1.name) }
        let numbers = Set(numbered.map(\.number))
        var faults: [String] = []
        if let first = numbered.first?.number, let last = numbered.last?.number, last - first >= numbers.count {
            var missing: [Int] = []
            for number in first...last where missing.count < 4 && !numbers.contains(number) { missing.append(number) }
            let all = last - first + 1 - numbers.count
            let shown = missing.prefix(3).map(String.init).joined(separator: ", ")
            faults.append(
                "lacks the picture\(all == 1 ? "" : "s") \(shown)\(all > 3 ? " and \(all - 3) more" : "") "
                    + "of \(first) to \(last)")
        }
        for (a, b) in zip(numbered, numbered.dropFirst()) where a.number == b.number {
            faults.append("has \(a.name) and \(b.name) for one frame")
            break
        }
        if !strays.isEmpty {
            let shown = strays.prefix(3).joined(separator: ", ") + (strays.count > 3 ? ", ..." : "")
            faults.append("holds \(shown), which \(strays.count == 1 ? "is no frame" : "are no frames") by number")
        }
        guard faults.isEmpty else {
            throw FileError(
                "\(folder.path) \(faults.joined(separator: ", and ")); it must hold one PNG a frame, numbered without gaps."
            )
        }
        files = numbered.map { folder.appendingPathComponent($0.name) }
    }

    /// The last number of a name, and the name without it.
    private static func split(_ name: String) -> (frame: String, number: Int)? {
        let stem = name.dropLast(4)
        guard let end = stem.lastIndex(where: { $0.isASCII && $0.isNumber }) else { return nil }
        let digits = stem[...end].reversed().prefix { $0.isASCII && $0.isNumber }
        guard let number = Int(String(digits.reversed())) else { return nil }
        return (stem[...end].dropLast(digits.count) + "#" + stem[stem.index(after: end)...], number)
    }

    private static func none(_ folder: URL, _ names: [String]) -> any Error {
        var counts: [String: Int] = [:]
        let kinds = [
            "jpg": "JPEG", "jpeg": "JPEG", "webp": "WebP", "bmp": "BMP", "tif": "TIFF", "tiff": "TIFF", "ppm": "PPM",
            "exr": "EXR", "gif": "GIF", "npy": "NumPy", "avif": "AVIF", "heic": "HEIC", "tga": "TGA", "jxl": "JPEG XL",
        ]
        for name in names {
            if let kind = kinds[(name as NSString).pathExtension.lowercased()] { counts[kind, default: 0] += 1 }
        }
        guard let most = counts.max(by: { ($0.value, $1.key) < ($1.value, $0.key) }) else {
            return FailedRollout(code: "short", sentence: "\(folder.path) holds no PNG picture.")
        }
        return FileError(
            "\(folder.path) holds \(most.value) \(most.key) pictures, and PNG is wanted; convert each to a PNG of the same "
                + "number, e.g. with `mogrify -format png`.")
    }
}
