import Foundation
import TestSupport
import Testing

/// `make install`: the program on the PATH, with all that it needs.
struct InstallTests {
    @Test func itRunsFromAnywhereByItself() throws {
        let folder = try TemporaryFolder()
        let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../..")
        let installer = package.appendingPathComponent("Packaging/install.sh").standardized.path
        let script = """
            set -e
            '\(installer)' "$(dirname "$D")" prefix
            '\(installer)' "$(dirname "$D")" prefix
            ls -A prefix prefix/lib
            mkdir elsewhere && cd elsewhere
            diorama() { env -i PATH="$OLDPWD/prefix/bin:/usr/bin:/bin" diorama "$@"; }
            diorama inspect push_ball
            diorama play --headless --checkpoint nano --frames 2 --output pictures
            """
        let command = try Command(script: script, in: folder.url)
        #expect(command.status == 0, "\(command.errors)")
        #expect(command.output.contains("prefix:\nbin\nlib\n\nprefix/lib:\ndiorama\n"), "\(command.output)")
        // Its own resources, not those of the build: without them it has none.
        let lib = folder.file("prefix/lib/diorama")
        #expect(FileManager.default.fileExists(atPath: lib.appendingPathComponent("libswiftCore.so").path))
        try FileManager.default.removeItem(
            at: lib.appendingPathComponent("diorama_Scenarios.resources/Scenarios/contact/push_ball.yaml"))
        let without = try Command(script: "prefix/bin/diorama inspect push_ball", in: folder.url)
        #expect(without.status != 0)
    }
}
