import Foundation
import TestSupport
import Testing

@testable import Episodes

/// Files as NumPy writes them.
struct NPYTests {
    let folder: TemporaryFolder
    init() throws { folder = try TemporaryFolder() }

    /// numpy.savez_compressed(depth: f16 [1, 2, 3] of 0...5, ids: u16 [[1, 2], [3, 65535]])
    private static let packed = Data(
        base64Encoded:
            """
            UEsDBC0AAAAIAAAAIQCpnmHf//////////8JABQAZGVwdGgubnB5AQAQAIwAAAAAAAAAVQAAAAAAAACb7BfqGxDJyFDGUK2eklqc
            XKRupaBuk2akrqOgnpZfVFKUmBefX5SSChJ3S8wpTgWKF2ckFqQC+RqGOgpGOgrGmjoKtQrkAS4GBgYbBgcGJwYXBlcAUEsDBC0A
            AAAIAAAAIQBcTpZf//////////8HABQAaWRzLm5weQEAEACIAAAAAAAAAE4AAAAAAAAAm+wX6hsQychQxlCtnpJanFykbqWgblNq
            pK6joJ6WX1RSlJgXn1+UkgoSd0vMKU4FihdnJBakAvkaRjoKRpo6CrUKZAMuRgYmBmaG//8BUEsBAi0DLQAAAAgAAAAhAKmeYd9V
            AAAAjAAAAAkAAAAAAAAAAAAAAIABAAAAAGRlcHRoLm5weVBLAQItAy0AAAAIAAAAIQBcTpZfTgAAAIgAAAAHAAAAAAAAAAAAAACA
            AZAAAABpZHMubnB5UEsFBgAAAAACAAIAbAAAABcBAAAAAA==
            """, options: .ignoreUnknownCharacters
    )!
    /// numpy.savez([[1.5, -2], [nan, 4]])
    private static let stored = Data(
        base64Encoded:
            """
            UEsDBC0AAAAAAAAAIQDvUOpn//////////8JABQAYXJyXzAubnB5AQAQAKAAAAAAAAAAoAAAAAAAAACTTlVNUFkBAHYAeydkZXNj
            cic6ICc8ZjgnLCAnZm9ydHJhbl9vcmRlcic6IEZhbHNlLCAnc2hhcGUnOiAoMiwgMiksIH0gICAgICAgICAgICAgICAgICAgICAg
            ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgCgAAAAAAAPg/AAAAAAAAAMAAAAAAAAD4fwAAAAAAABBAUEsBAi0D
            LQAAAAAAAAAhAO9Q6megAAAAoAAAAAkAAAAAAAAAAAAAAIABAAAAAGFycl8wLm5weVBLBQYAAAAAAQABADcAAADbAAAAAAA=
            """, options: .ignoreUnknownCharacters
    )!

    @Test func readsWhatNumPyWrites() throws {
        let url = folder.file("a.npz")
        try Self.packed.write(to: url)
        let archive = try ZipArchive(url)
        let depth = try #require(try NPYArray.read("depth", of: archive, url))
        #expect(depth.shape == [1, 2, 3] && depth.type == "f2" && depth.floats(0..<6) == [0, 1, 2, 3, 4, 5])
        let ids = try #require(try NPYArray.read("ids", of: archive, url))
        #expect(ids.isWhole && ids.floats(2..<9) == [3, 65_535])
        #expect(try NPYArray.read("none", of: archive, url) == nil)
        try Self.stored.write(to: url)
        let array = try NPYArray.read(url)
        let values = array.floats(0..<4)
        #expect(array.shape == [2, 2] && values[0] == 1.5 && values[1] == -2 && values[2].isNaN && values[3] == 4)
    }

    @Test func refusesWhateverElse() throws {
        let url = folder.file("a.npz")
        for data in [Self.packed, Self.stored] {
            for cut in 0..<data.count {
                try data.prefix(cut).write(to: url)
                #expect(throws: (any Error).self) { _ = try NPYArray.read("depth", of: ZipArchive(url), url)! }
            }
            // Any byte may be wrong: an error or numbers, but no crash.
            for place in 0..<data.count {
                for value: UInt8 in [0, 0x7F, 0xFF] {
                    var broken = data
                    broken[place] = value
                    try broken.write(to: url)
                    if let archive = try? ZipArchive(url) {
                        for name in ["depth", "ids", "arr_0"] {
                            guard let array = try? NPYArray.read(name, of: archive, url) else { continue }
                            _ = array.floats(0..<array.count)
                        }
                    }
                }
            }
        }
    }
}
