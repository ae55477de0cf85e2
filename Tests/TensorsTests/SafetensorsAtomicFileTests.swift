import Foundation
import TestSupport
import Testing

@testable import Tensors

struct AtomicFileTests {
    let folder: TemporaryFolder
    init() throws { folder = try TemporaryFolder() }

    @Test func replacesWholeFiles() throws {
        let url = folder.file("f")
        try AtomicFile.write(Data("old".utf8), to: url)
        try AtomicFile.write(Data("new and longer".utf8), to: url)
        #expect(try String(contentsOf: url, encoding: .utf8) == "new and longer")
        #expect(folder.contents == ["f"])
    }

    @Test func keepsTheOldFileWhenTheWriterFails() throws {
        struct Failure: Error {}
        let url = folder.file("f")
        try AtomicFile.write(Data("old".utf8), to: url)
        #expect(throws: Failure.self) {
            try AtomicFile.write(to: url) { file in
                try [UInt8](repeating: 1, count: 1 << 20).withUnsafeBytes { try file.append($0) }
                throw Failure()
            }
        }
        #expect(try String(contentsOf: url, encoding: .utf8) == "old")
        #expect(folder.contents == ["f"])
    }

    @Test func saysWhichFolderIsMissing() {
        let error = #expect(throws: FileError.self) {
            try AtomicFile.write(Data(), to: folder.file("none/f"))
        }
        #expect(error?.description.contains("none/f: no such file") == true)
    }

    /// Needs the right to mount; elsewhere it is skipped.
    @Test func saysThatTheDiskIsFull() throws {
        func run(_ command: [String]) -> Bool {
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            process.arguments = command
            process.standardError = FileHandle.nullDevice
            guard (try? process.run()) != nil else { return false }
            process.waitUntilExit()
            return process.terminationStatus == 0
        }
        guard run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder.url.path]) else { return }
        defer { _ = run(["umount", folder.url.path]) }
        try AtomicFile.write(Data("old".utf8), to: folder.file("f"))
        let error = #expect(throws: FileError.self) {
            try AtomicFile.write(Data(count: 1 << 20), to: folder.file("f"))
        }
        #expect(error?.description.contains("the disk is full; free some space") == true)
        #expect(try String(contentsOf: folder.file("f"), encoding: .utf8) == "old")
        #expect(folder.contents == ["f"])
    }
}
