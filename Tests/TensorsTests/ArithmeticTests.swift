import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Tensors

/// What a machine is measured to be fastest with, and how that is kept.
struct ArithmeticTests {
    private static func choice(_ precision: Context.Precision) -> ArithmeticChoice {
        ArithmeticChoice(
            tile: Kernels.Tile.available.last!, precision: precision, tiles: ["avx2": 1],
            layers: ["bf16": 2, "int8": 3])
    }

    @Test func noiseDecidesNothing() {
        typealias Choice = ArithmeticChoice
        #expect(Choice.fastest(["avx512": 160, "avx512bf16": 85], usual: Kernels.Tile.avx512bf16) == .avx512)
        #expect(Choice.fastest(["avx512": 95, "avx512bf16": 85], usual: Kernels.Tile.avx512bf16) == .avx512bf16)
        #expect(Choice.fastest(["f32": 30, "bf16": 20, "int8": 9], usual: Context.Precision.bf16) == .f32)
        #expect(Choice.fastest(["f32": 90, "bf16": 170, "int8": 190], usual: Context.Precision.int8) == .int8)
        #expect(Choice.fastest([:], usual: Context.Precision.int8) == .int8)
    }

    @Test func measuringGivesWhatTheMachineHas() {
        let choice = ArithmeticMeasurement().choice()
        #expect(Kernels.Tile.available.contains(choice.tile))
        #expect(Set(choice.layers.keys) == Set(Context.Precision.allCases.map(\.rawValue)))
        #expect(choice.tiles.values.allSatisfy { $0 > 0 } && choice.layers.values.allSatisfy { $0 > 0 })
        #expect(choice.tiles[Kernels.Tile.available.last!.rawValue] != nil)
    }

    @Test func aChoiceIsKeptForItsMachine() throws {
        let folder = try TemporaryFolder()
        let file = ArithmeticFile(folder: folder.url.appendingPathComponent("new"), machine: "one")
        #expect(file.choice { Self.choice(.bf16) } == Self.choice(.bf16))
        #expect(file.choice { Self.choice(.f32) } == Self.choice(.bf16))
        let other = ArithmeticFile(folder: file.folder, machine: "another")
        #expect(other.choice { Self.choice(.f32) } == Self.choice(.f32))
    }

    @Test(arguments: [
        "", "{", "{\"machine\":\"one\"}", "\u{0}\u{1}", "{\"machine\":\"one\",\"choice\":{\"tile\":\"mmx\"}}",
    ])
    func aDamagedFileIsMeasuredAnew(content: String) throws {
        let folder = try TemporaryFolder()
        let file = ArithmeticFile(folder: folder.url, machine: "one")
        _ = file.choice { Self.choice(.bf16) }
        try Data(content.utf8).write(to: file.url!)
        #expect(file.choice { Self.choice(.f32) } == Self.choice(.f32))
        #expect(file.choice { Self.choice(.bf16) } == Self.choice(.f32))
    }

    @Test func whereNothingCanBeKeptTheMachineIsMeasured() throws {
        let folder = try TemporaryFolder()
        let occupied = folder.url.appendingPathComponent("file")
        try Data().write(to: occupied)
        for place in [nil, occupied, occupied.appendingPathComponent("below")] {
            let file = ArithmeticFile(folder: place, machine: "one")
            #expect(file.choice { Self.choice(.f32) } == Self.choice(.f32))
        }
        // A folder lies where the file should be.
        let file = ArithmeticFile(folder: folder.url, machine: "one")
        try FileManager.default.createDirectory(at: file.url!, withIntermediateDirectories: true)
        #expect(file.choice { Self.choice(.f32) } == Self.choice(.f32))
    }

    @Test func programsThatStartTogetherChooseAlike() throws {
        let folder = try TemporaryFolder()
        let made = Mutex<[ArithmeticChoice]>([])
        DispatchQueue.concurrentPerform(iterations: 8) { i in
            let file = ArithmeticFile(folder: folder.url, machine: "one")
            let choice = file.choice { Self.choice(i % 2 == 0 ? .bf16 : .f32) }
            made.withLock { $0.append(choice) }
        }
        made.withLock { all in
            #expect(all.count == 8)
            #expect(all.allSatisfy { $0 == all[0] })
        }
    }

    @Test func theCacheFolderIsTheOneAskedFor() {
        #expect(CacheFolder.url(["XDG_CACHE_HOME": "/a", "HOME": "/b"])?.path == "/a/diorama")
        #expect(CacheFolder.url(["XDG_CACHE_HOME": "", "HOME": "/b"])?.path == "/b/.cache/diorama")
        #expect(CacheFolder.url([:]) == nil)
    }
}
