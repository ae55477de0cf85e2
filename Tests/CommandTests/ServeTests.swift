import Foundation
import TestSupport
import Testing

/// `diorama serve`, as people run it.
struct ServeTests {
    let folder: TemporaryFolder
    init() throws { folder = try TemporaryFolder() }

    @Test func itPrintsAnAddressThatIsServedAndEndsOnTERM() throws {
        let script = """
            $D serve --checkpoint reference --port 0 > address 2> told & pid=$!
            for i in $(seq 200); do grep -q token= address && break; sleep 0.1; done
            address=$(grep -o 'http://[^ ]*' address)
            port=$(sed -E 's|.*:([0-9]+)/.*|\\1|' <<< "$address"); token=${address##*token=}
            for target in "/?token=$token" "/"; do
                exec 3<> /dev/tcp/127.0.0.1/$port
                printf 'GET %s HTTP/1.1\\r\\nHost: localhost\\r\\n\\r\\n' "$target" >&3
                head -1 <&3
            done
            kill -TERM $pid; wait $pid; echo "ended with $?"; cat told >&2
            """
        let run = try Command(script: script, in: folder.url)
        let lines = run.output.split(whereSeparator: \.isNewline).map(String.init)
        #expect(lines == ["HTTP/1.1 200 OK", "HTTP/1.1 403 Forbidden", "ended with 143"], "\(run.output)\(run.errors)")
        #expect(run.errors.contains("refused: it has no token"), "\(run.errors)")
    }

    @Test func whoeverStartedItCanEndItByLettingGo() throws {
        let run = try Command(
            script: "sleep 0.5 | $D serve --checkpoint reference --port 0 --attached; echo $?", in: folder.url)
        #expect(run.output.hasSuffix("\n0\n"), "\(run.output)\(run.errors)")
    }

    @Test(arguments: [
        (["--port", "70000"], "65535"), (["--checkpoint", "reference", "--steps", "4"], "denoises nothing"),
        (["--checkpoint", "nowhere"], "nowhere"),
        (["--checkpoint", "reference", "--host", "example.org"], "127.0.0.1"),
        (["--checkpoint", "reference", "--host", "203.0.113.9"], "203.0.113.9"), (["--sessions", "0"], "1000"),
        (["--checkpoint", "reference", "--episodes", "none"], "none"),
    ])
    func mistakesAreTold(arguments: [String], words: String) throws {
        let run = try Command(["serve"] + arguments, in: folder.url)
        #expect(run.status != 0 && run.errors.contains(words), "\(run.errors)")
    }
}
