import Foundation
import Tensors
import TestSupport
import Testing

@Suite struct FolderNameTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func place(_ path: String, levels: Int = 2) -> String? {
        try? FolderName.url(path, in: folder.file("run"), levels: levels, from: folder.file("run/list.jsonl")).path
    }

    @Test func namesInsideAreFound() throws {
        try FileManager.default.createDirectory(at: folder.file("run/frames"), withIntermediateDirectories: true)
        #expect(place("a.png") == folder.file("run/a.png").path)
        #expect(place("frames/b 1.png") == folder.file("run/frames/b 1.png").path)
        #expect(place("new/b.png") == folder.file("run/new/b.png").path)
    }

    @Test(arguments: [
        "", ".", "..", "../precious", "frames/../../precious", "/etc/passwd", "a//b", "frames/", "a/b/c", ".hidden",
        "a\u{0}b", "a\nb", "\u{1B}[2J", "\u{85}", String(repeating: "a", count: 256),
    ]) func namesThatLeadElsewhereAreRefused(_ path: String) {
        #expect(place(path) == nil)
    }

    @Test func linksThatLeadOutAreRefused() throws {
        let files = FileManager.default
        for name in ["run", "precious"] {
            try files.createDirectory(at: folder.file(name), withIntermediateDirectories: true)
        }
        try Data([1]).write(to: folder.file("run/own"))
        for (name, target) in [("out", "../precious"), ("gone", "../nothing"), ("self", "own")] {
            try files.createSymbolicLink(atPath: folder.file("run/\(name)").path, withDestinationPath: target)
        }
        #expect(place("out") == nil && place("out/x") == nil && place("gone") == nil)
        #expect(place("self") != nil && place("own") != nil)
        try FolderName.requireInside(["self", "own", "none"], in: folder.file("run"))
        for name in ["out", "gone", "out/x"] {
            #expect(throws: FileError.self) { try FolderName.requireInside(["own", name], in: folder.file("run")) }
        }
    }

    @Test func theErrorNamesBothFiles() {
        #expect {
            try FolderName.url("../x\u{1B}", in: folder.file("run"), from: folder.file("run/list.jsonl"))
        } throws: {
            let text = "\($0)"
            return text.contains("list.jsonl names the file '../x\\u001b'") && text.contains("make list.jsonl anew")
        }
    }
}
