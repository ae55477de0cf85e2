import Foundation

/// Writes safetensors files, atomically, in the layout of the Python package: wide types first, then by name.
public enum SafetensorsWriter {
    public static func write(_ tensors: [SafetensorsTensor], metadata: [String: String] = [:], to url: URL) throws {
        let ordered = tensors.sorted { ($1.dtype.bytes, $0.name) < ($0.dtype.bytes, $1.name) }
        var members: [String] = []
        var names: Set<String> = ["__metadata__"]
        if !metadata.isEmpty {
            let pairs = metadata.sorted { $0.key < $1.key }.map { "\(quoted($0.key)):\(quoted($0.value))" }
            members.append("\"__metadata__\":{\(pairs.joined(separator: ","))}")
        }
        var end = 0
        for tensor in ordered {
            let bytes = tensor.withBytes { $0.count }
            guard tensor.dtype.bytes(shape: tensor.shape) == bytes else {
                throw FileError(
                    "Cannot write \(url.path): tensor \(tensor.name) has \(bytes) bytes, which do not fit its shape \(tensor.shape)."
                )
            }
            guard names.insert(tensor.name).inserted else {
                throw FileError("Cannot write \(url.path): two tensors cannot both be named \(tensor.name).")
            }
            members.append(
                "\(quoted(tensor.name)):{\"dtype\":\"\(tensor.dtype.rawValue)\","
                    + "\"shape\":[\(tensor.shape.map(String.init).joined(separator: ","))],"
                    + "\"data_offsets\":[\(end),\(end + bytes)]}")
            end += bytes
        }
        var header = Array("{\(members.joined(separator: ","))}".utf8)
        while header.count % 8 != 0 { header.append(UInt8(ascii: " ")) }
        guard header.count <= SafetensorsFile.headerLimit else {
            throw FileError("Cannot write \(url.path): names and metadata exceed the limit of 100 MB.")
        }
        try AtomicFile.write(to: url) { file in
            try withUnsafeBytes(of: UInt64(header.count).littleEndian) { try file.append($0) }
            try header.withUnsafeBytes { try file.append($0) }
            for tensor in ordered { try tensor.withBytes { try file.append($0) } }
        }
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
