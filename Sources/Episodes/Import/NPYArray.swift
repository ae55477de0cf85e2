import Foundation
import Tensors

/// An array of numbers in NumPy's `npy` format: little-endian, rows one after the other.
struct NPYArray {
    let shape: [Int]
    /// As NumPy writes it, without the mark of the byte order: "f4", "i8", "u1", "b1".
    let type: String
    private let bytes: Data
    var count: Int { shape.reduce(1, *) }
    /// Whether its numbers are whole or yes and no.
    var isWhole: Bool { !type.hasPrefix("f") }

    /// The array `name` of the `npz` file at `url`; nil where there is none.
    static func read(_ name: String, of archive: ZipArchive, _ url: URL) throws -> NPYArray? {
        guard let bytes = try archive.bytes(name + ".npy") else { return nil }
        guard let array = NPYArray(bytes) else {
            throw FileError(
                "\(url.path): \(name) is no array of plain numbers in C order; write it with numpy.savez of such arrays."
            )
        }
        return array
    }

    /// The only array of the file, or the one called "arr_0".
    static func read(_ url: URL) throws -> NPYArray {
        let archive = try ZipArchive(url)
        let name = archive.names.count == 1 ? String(archive.names[0].dropLast(4)) : "arr_0"
        guard let array = try read(name, of: archive, url) else { throw FileError("\(url.path) has no array arr_0.") }
        return array
    }

    init?(_ data: Data) {
        let start = data.startIndex
        guard data.count >= 12, data.starts(with: [0x93] + Array("NUMPY".utf8)) else { return nil }
        let wide = data[start + 6] >= 2
        let length =
            Int(data[start + 8]) | Int(data[start + 9]) << 8
            | (wide ? Int(data[start + 10]) << 16 | Int(data[start + 11]) << 24 : 0)
        let begin = start + (wide ? 12 : 10)
        guard length <= 65_536, begin + length <= data.endIndex else { return nil }
        let header = String(decoding: data[begin..<(begin + length)], as: UTF8.self)
        guard let descriptor = Self.value("descr", header)?.trimmingCharacters(in: ["'", "\""]),
            Self.value("fortran_order", header) == "False", let sides = Self.value("shape", header),
            let mark = descriptor.first, mark == "<" || mark == "|", Self.sizes[String(descriptor.dropFirst())] != nil
        else { return nil }
        type = String(descriptor.dropFirst())
        let numbers = sides.dropFirst().dropLast().split(separator: ",").map { $0.filter { $0 != " " } }
        let shape = numbers.filter { !$0.isEmpty }.compactMap { Int($0) }
        guard shape.count == numbers.count(where: { !$0.isEmpty }), shape.count <= 8 else { return nil }
        var total = Self.sizes[type]!
        for side in shape {
            let (product, overflow) = total.multipliedReportingOverflow(by: side)
            guard side >= 0, !overflow else { return nil }
            total = product
        }
        guard begin + length + total <= data.endIndex else { return nil }
        self.shape = shape
        bytes = data[(begin + length)..<(begin + length + total)]
    }

    private static let sizes = [
        "f2": 2, "f4": 4, "f8": 8, "u1": 1, "i1": 1, "b1": 1, "u2": 2, "i2": 2, "u4": 4, "i4": 4, "u8": 8, "i8": 8,
    ]

    /// What follows `'key':` up to the next comma outside of brackets.
    private static func value(_ key: String, _ header: String) -> String? {
        guard let place = header.range(of: "'\(key)':") else { return nil }
        let rest = header[place.upperBound...].drop { $0 == " " }
        if rest.first == "(" { return rest.firstIndex(of: ")").map { String(rest[...$0]) } }
        return String(rest.prefix { $0 != "," && $0 != "}" }).trimmingCharacters(in: .whitespaces)
    }

    /// The numbers from place `range.lowerBound` on, as floats.
    func floats(_ range: Range<Int>) -> [Float] {
        let clamped = range.clamped(to: 0..<count)
        return bytes.withUnsafeBytes { raw in
            func all<T>(_ kind: T.Type, _ value: (T) -> Float) -> [Float] {
                clamped.map {
                    value(raw.loadUnaligned(fromByteOffset: $0 * MemoryLayout<T>.size, as: T.self))
                }
            }
            switch type {
            case "f2": return all(UInt16.self) { Float(Float16(bitPattern: $0)) }
            case "f4": return all(Float.self) { $0 }
            case "f8": return all(Double.self) { Float($0) }
            case "i1": return all(Int8.self) { Float($0) }
            case "u2": return all(UInt16.self) { Float($0) }
            case "i2": return all(Int16.self) { Float($0) }
            case "u4": return all(UInt32.self) { Float($0) }
            case "i4": return all(Int32.self) { Float($0) }
            case "u8": return all(UInt64.self) { Float($0) }
            case "i8": return all(Int64.self) { Float($0) }
            default: return all(UInt8.self) { Float($0) }
            }
        }
    }
}
