import Evaluations
import Foundation
import TestSupport
import Testing

/// The page in a real browser; without one on the machine these tests are skipped.
struct ReportBrowserTests {
    static let browser = ["chromium", "chromium-browser", "google-chrome"].lazy.compactMap { name in
        (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map { "\($0)/\(name)" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }.first

    @Test(.enabled(if: browser != nil, "there is no Chromium on this machine (Debian package chromium)"))
    func everySectionIsLaidOutAndAPhoneNeedsNoSideways() throws {
        let folder = try TemporaryFolder()
        let page = try ReportFixture.pages(in: folder).full
        // The page in a frame as wide as a phone, in which a script of the test measures what the reader would see.
        let phone = page.replacing("&", with: "&amp;").replacing("\"", with: "&quot;")
        let probe = """
            <!DOCTYPE html><meta charset="utf-8"><iframe id="f" width="390" height="800" srcdoc="\(phone)"></iframe>
            <pre id="found"></pre><script>
            document.getElementById("f").onload = e => {
              const d = e.target.contentDocument, out = ["width " + d.documentElement.scrollWidth];
              for (const s of d.querySelectorAll("section")) {
                const box = s.getBoundingClientRect();
                if (box.height > 40 && s.innerText.length > 80) out.push("section " + s.id);
              }
              out.push("pictures " + [...d.images].filter(i => i.naturalWidth == 48).length);
              document.getElementById("found").textContent = out.join("\\n");
            };
            </script>
            """
        let file = folder.file("probe.html")
        try probe.write(to: file, atomically: true, encoding: .utf8)
        let dom = try Self.dump(file, profile: folder.file("profile"))
        let found =
            dom.split(separator: "<pre id=\"found\">").last?.split(separator: "</pre>").first.map(String.init) ?? ""
        for id in ReportTests.sections {
            #expect(found.contains("section \(id)"), "section \(id) is not shown: \(found)")
        }
        let width = found.firstMatch(of: /width (\d+)/).flatMap { Int($0.1) } ?? 9999
        #expect(width <= 390, "the page is \(width) pixels wide on a phone of 390")
        #expect(found.contains("pictures 45"))
    }

    /// The document as the browser sees it once everything is loaded.
    private static func dump(_ page: URL, profile: URL) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try #require(browser))
        process.arguments = [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--user-data-dir=\(profile.path)",
            "--virtual-time-budget=5000", "--dump-dom", page.absoluteString,
        ]
        let out = Pipe()
        process.standardOutput = out
        process.standardError = FileHandle.nullDevice
        try process.run()
        let limit = DispatchWorkItem { process.terminate() }
        DispatchQueue.global().asyncAfter(deadline: .now() + 90, execute: limit)
        let data = try out.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        limit.cancel()
        return String(decoding: data, as: UTF8.self)
    }
}
