import Foundation
import TestSupport
import Testing

@testable import Tensors

struct SafetensorsTests {
    /// Written by the Python package safetensors: a, empty, scalar (F32), half (F16), pixels (U8) and metadata.
    static let fromPython = Data(
        base64Encoded: """
            UAEAAAAAAAB7Il9fbWV0YWRhdGFfXyI6eyJieSI6IlB5dGhvbiBcIsO8XCIifSwiYSI6eyJkdHlwZSI6IkYzMiIsInNoYXBlIjpbMiwz\
            XSwiZGF0YV9vZmZzZXRzIjpbMCwyNF19LCJlbXB0eSI6eyJkdHlwZSI6IkYzMiIsInNoYXBlIjpbMCw0XSwiZGF0YV9vZmZzZXRzIjpb\
            MjQsMjRdfSwic2NhbGFyIjp7ImR0eXBlIjoiRjMyIiwic2hhcGUiOltdLCJkYXRhX29mZnNldHMiOlsyNCwyOF19LCJoYWxmIjp7ImR0\
            eXBlIjoiRjE2Iiwic2hhcGUiOlszXSwiZGF0YV9vZmZzZXRzIjpbMjgsMzRdfSwicGl4ZWxzIjp7ImR0eXBlIjoiVTgiLCJzaGFwZSI6\
            WzIsMl0sImRhdGFfb2Zmc2V0cyI6WzM0LDM4XX19ICAAAAAAAACAPgAAAD8AAEA/AACAPwAAoD8AAGBAAD4AwP97AP8HCQ==
            """)!

    let folder: TemporaryFolder
    init() throws { folder = try TemporaryFolder() }

    private func file(_ data: Data) throws -> SafetensorsFile {
        let url = folder.file("t.safetensors")
        try data.write(to: url)
        return try SafetensorsFile(url)
    }

    private func file(header: String, data: [UInt8] = [], length: UInt64? = nil) throws -> SafetensorsFile {
        let size = length ?? UInt64(header.utf8.count)
        return try file(withUnsafeBytes(of: size.littleEndian) { Data($0) } + Data(header.utf8) + Data(data))
    }

    private func sentence(_ body: () throws -> Void) -> String {
        do { try body() } catch { return "\(error)" }
        return "no error"
    }

    @Test func readsWhatPythonWrote() throws {
        let file = try file(Self.fromPython)
        #expect(file.names == ["a", "empty", "half", "pixels", "scalar"])
        #expect(file.metadata == ["by": "Python \"ü\""])
        #expect(try file.floats(of: "a", shape: [2, 3]) == [0, 0.25, 0.5, 0.75, 1, 1.25])
        #expect(try file.floats(of: "half", shape: [3]) == [1.5, -2, 65504])
        #expect(try file.floats(of: "scalar", shape: []) == [3.5])
        #expect(try file.floats(of: "empty", shape: [0, 4]).isEmpty)
        #expect(try [UInt8](file.bytes(of: "pixels")) == [0, 255, 7, 9])
        #expect(try #require(file.info("half")).dtype == .f16)
    }

    @Test func readsBackWhatItWrites() throws {
        let url = folder.file("w.safetensors")
        let values: [Float] = [1, -0.5, 3.140625, 1e30, .infinity]
        try SafetensorsWriter.write(
            [
                SafetensorsTensor(name: "z\"\\\n", dtype: .u8, shape: [3], bytes: [1, 2, 3]),
                SafetensorsTensor(name: "f", shape: [5, 1], floats: values),
                SafetensorsTensor(name: "b", shape: [5], bf16: values),
            ], metadata: ["größe": "\u{1F600}"], to: url)
        let file = try SafetensorsFile(url)
        #expect(try file.floats(of: "f", shape: [5, 1]) == values)
        #expect(try file.floats(of: "b", shape: [5])[..<3] == [1, -0.5, 3.140625])
        #expect(try file.floats(of: "b", shape: [5])[4] == .infinity)
        #expect(try [UInt8](file.bytes(of: "z\"\\\n")) == [1, 2, 3])
        #expect(file.metadata == ["größe": "\u{1F600}"])
        #expect(folder.contents == ["w.safetensors"])
    }

    @Test func namesWhatAskedWrongly() throws {
        let file = try file(Self.fromPython)
        #expect(sentence { _ = try file.floats(of: "b", shape: [1]) }.contains("has no tensor b"))
        #expect(sentence { _ = try file.floats(of: "a", shape: [3, 2]) }.contains("[2, 3] instead of [3, 2]"))
        #expect(sentence { _ = try file.floats(of: "pixels", shape: [2, 2]) }.contains("pixels in"))
        #expect(sentence { _ = try file.bytes(of: "a", dtype: .u8, shape: [2, 3]) }.contains("is F32, not U8"))
    }

    @Test func refusesEveryTruncation() throws {
        for count in 0..<Self.fromPython.count {
            #expect(throws: FileError.self) { try file(Self.fromPython.prefix(count)) }
        }
    }

    @Test func survivesEveryFlippedByte() throws {
        for i in 0..<(8 + 0x150) {
            var data = Self.fromPython
            data[i] ^= 0x15
            // Either it is refused, or what it then claims still lies inside the file.
            guard let file = try? file(data) else { continue }
            for name in file.names { #expect(try file.bytes(of: name).count <= data.count) }
        }
    }

    @Test(arguments: [
        (
            #"{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"a":{"dtype":"U8","shape":[2],"data_offsets":[2,4]}}"#,
            "twice"
        ),
        (
            #"{"a":{"dtype":"U8","shape":[3],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[2],"data_offsets":[2,4]}}"#,
            "do not fit"
        ),
        (
            #"{"a":{"dtype":"U8","shape":[3],"data_offsets":[0,3]},"b":{"dtype":"U8","shape":[2],"data_offsets":[2,4]}}"#,
            "overlaps"
        ),
        (
            #"{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"b":{"dtype":"U8","shape":[2],"data_offsets":[2,4]}}"#,
            "hole"
        ),
        (#"{"a":{"dtype":"U8","shape":[3],"data_offsets":[0,3]}}"#, "1 bytes follow"),
        (#"{"a":{"dtype":"U8","shape":[5],"data_offsets":[0,5]}}"#, "cut short"),
        (#"{"a":{"dtype":"U9","shape":[4],"data_offsets":[0,4]}}"#, "unknown type U9"),
        (#"{"a":{"dtype":"U8","shape":[-4],"data_offsets":[0,4]}}"#, "whole number"),
        (#"{"a":{"dtype":"U8","shape":[4.0],"data_offsets":[0,4]}}"#, "broken at byte"),
        (#"{"a":{"dtype":"U8","shape":[4611686018427387904,4],"data_offsets":[0,4]}}"#, "do not fit"),
        (#"{"a":{"dtype":"U8","shape":[99999999999999999999],"data_offsets":[0,4]}}"#, "too large"),
        (#"{"a":{"dtype":"U8","shape":[4],"data_offsets":[4,0]}}"#, "do not fit"),
        (#"{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4],"x":1}}"#, "unknown or repeated field x"),
        (#"{"a":{"dtype":"U8","shape":[4]}}"#, "lacks"),
        (#"{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}"#, "broken"),
        (#"{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}} x"#, "broken"),
        (#" {"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}}"#, "begin with {"),
        (#"{"__metadata__":{"a":1},"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}}"#, "broken"),
        (#"{"\ud800":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}}"#, "surrogate"),
    ]) func refuses(header: String, why: String) throws {
        let message = sentence { _ = try file(header: header, data: [1, 2, 3, 4]) }
        #expect(message.contains(why) && message.contains("t.safetensors"))
    }

    @Test func refusesOversizedAndForeignHeaders() throws {
        #expect(sentence { _ = try file(header: "{}", length: 1 << 40) }.contains("100 MB"))
        #expect(sentence { _ = try file(header: "{}", length: .max) }.contains("100 MB"))
        #expect(sentence { _ = try file(header: "{}", length: 4000) }.contains("cut short"))
        #expect(sentence { _ = try file(Data([3, 0, 0, 0, 0, 0, 0, 0, 0x7B, 0xFF, 0x7D])) }.contains("UTF-8"))
        #expect(sentence { _ = try SafetensorsFile(folder.url) }.contains("regular file"))
        #expect(sentence { _ = try SafetensorsFile(folder.file("none")) }.contains("no such file"))
    }

    @Test func refusesToWriteWhatItCouldNotRead() throws {
        let url = folder.file("w.safetensors")
        let one = SafetensorsTensor(name: "a", shape: [1], floats: [1])
        #expect(sentence { try SafetensorsWriter.write([one, one], to: url) }.contains("two tensors"))
        let wrong = SafetensorsTensor(name: "a", shape: [2], floats: [1])
        #expect(sentence { try SafetensorsWriter.write([wrong], to: url) }.contains("do not fit"))
        #expect(folder.contents.isEmpty)
    }
}
