/// The JSON header of a safetensors file, read strictly: known fields, whole numbers, no name twice.
struct SafetensorsHeader {
    struct Entry {
        var dtype: SafetensorsType
        var shape: [Int]
        /// Bytes from the beginning of the data.
        var range: Range<Int>
    }

    /// What is wrong, as the second half of a sentence about the file.
    struct Flaw: Error {
        let text: String
        init(_ text: String) { self.text = text }
    }

    private(set) var entries: [String: Entry] = [:]
    private(set) var metadata: [String: String] = [:]

    /// Reads `text` and checks that the tensors fill exactly `dataBytes`, one after the other.
    init(_ text: UnsafeRawBufferPointer, dataBytes: Int) throws(Flaw) {
        guard let first = text.first, first == UInt8(ascii: "{") else { throw Flaw("its header does not begin with {") }
        guard text.withMemoryRebound(to: UInt8.self, { String(validating: $0, as: UTF8.self) }) != nil else {
            throw Flaw("its header is not UTF-8")
        }
        var reader = SafetensorsHeaderReader(text)
        var members = try reader.begin("{", end: "}")
        var metadataSeen = false
        while members {
            let name = try reader.key()
            if name == "__metadata__" {
                if metadataSeen { throw Flaw("its header has __metadata__ twice") }
                metadataSeen = true
                metadata = try Self.readMetadata(&reader)
            } else {
                let entry = try Self.readEntry(&reader, name)
                guard entries.updateValue(entry, forKey: name) == nil else {
                    throw Flaw("its header names the tensor \(name) twice")
                }
            }
            members = try reader.next(end: "}")
        }
        try reader.end()
        try checkLayout(dataBytes)
    }

    private static func readMetadata(_ reader: inout SafetensorsHeaderReader) throws(Flaw) -> [String: String] {
        var result: [String: String] = [:]
        var more = try reader.begin("{", end: "}")
        while more {
            let key = try reader.key()
            guard result.updateValue(try reader.string(), forKey: key) == nil else {
                throw Flaw("its metadata has \(key) twice")
            }
            more = try reader.next(end: "}")
        }
        return result
    }

    private static func readEntry(_ reader: inout SafetensorsHeaderReader, _ name: String) throws(Flaw) -> Entry {
        var (dtype, shape, offsets) = (SafetensorsType?.none, [Int]?.none, [Int]?.none)
        var more = try reader.begin("{", end: "}")
        while more {
            switch try reader.key() {
            case "dtype" where dtype == nil:
                let text = try reader.string()
                dtype = SafetensorsType(rawValue: text)
                if dtype == nil { throw Flaw("tensor \(name) has the unknown type \(text)") }
            case "shape" where shape == nil: shape = try reader.integers(atMost: 32)
            case "data_offsets" where offsets == nil: offsets = try reader.integers(atMost: 2)
            case let key: throw Flaw("tensor \(name) has an unknown or repeated field \(key)")
            }
            more = try reader.next(end: "}")
        }
        guard let dtype, let shape, let offsets, offsets.count == 2 else {
            throw Flaw("tensor \(name) lacks its dtype, shape or data_offsets")
        }
        guard offsets[0] <= offsets[1], let bytes = dtype.bytes(shape: shape), bytes == offsets[1] - offsets[0] else {
            throw Flaw("the offsets of tensor \(name) do not fit its shape \(shape) of \(dtype.rawValue)")
        }
        return Entry(dtype: dtype, shape: shape, range: offsets[0]..<offsets[1])
    }

    private func checkLayout(_ dataBytes: Int) throws(Flaw) {
        var end = 0
        for (name, entry) in entries.sorted(by: {
            ($0.value.range.lowerBound, $0.value.range.upperBound)
                < ($1.value.range.lowerBound, $1.value.range.upperBound)
        }) {
            guard entry.range.lowerBound == end else {
                throw Flaw(
                    "tensor \(name) overlaps another or leaves a hole before it (tensors that share memory must be saved each by itself)"
                )
            }
            end = entry.range.upperBound
            guard end <= dataBytes else {
                throw Flaw("it is cut short: tensor \(name) ends beyond the end of the file")
            }
        }
        guard end == dataBytes else { throw Flaw("\(dataBytes - end) bytes follow its last tensor") }
    }
}
