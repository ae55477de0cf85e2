import Foundation
import Media
import TestSupport
import Testing
import Worlds

@testable import Evaluations

struct ReportTests {
    static let sections = ["verdict", "modules", "families", "curves", "failures", "filmstrips", "reproduction"]

    @Test func everySectionIsThereAndTheMarkupIsSound() throws {
        let folder = try TemporaryFolder()
        let html = try ReportFixture.pages(in: folder).full
        for id in Self.sections { #expect(html.contains("<section id=\"\(id)\">")) }
        #expect(Markup.complaint(html) == nil)
        // Verdicts, curves, failures and pictures all have something to show.
        // Only rows of memory are missing, which these candidates have none of.
        #expect(html.components(separatedBy: "class=\"nothing\"").count == 2)
        #expect(html.contains("<section id=\"memory\">"))
        #expect(html.contains("verdict better") && html.contains("verdict worse") && html.contains("verdict tie"))
        for id in ["revisit", "horizon", "effect"] { #expect(html.contains("<figure id=\"\(id)\">")) }
        #expect(html.contains("the picture does not move as the camera was told to"))
        #expect(html.contains("diorama evaluate &#39;B &lt;b&gt;&#39;") || html.contains("&lt;b&gt;"))
    }

    @Test func controlCharactersAreWrittenOut() {
        #expect(HTML.escape("\u{1B}[2J\u{0}<\n") == "\\u001b[2J\\u0000&lt;\n")
    }

    @Test func thePageIsAlone() throws {
        let html = try ReportFixture.pages(in: TemporaryFolder()).full
        #expect(!html.contains("<script") && !html.contains("<b>bold</b>") && !html.contains("http"))
        #expect(!html.contains("@import") && !html.contains("url("))
        for source in html.matches(of: /(?:src|href)="([^"]*)"/).map(\.1) {
            #expect(source.hasPrefix("#") || source.hasPrefix("data:image/png;base64,"))
        }
        #expect(html.contains("prefers-color-scheme:dark") && html.contains("width=device-width"))
    }

    @Test func sectionsWithoutDataSaySo() throws {
        let folder = try TemporaryFolder()
        var (a, b) = (SyntheticRun("a"), SyntheticRun("b"))
        for i in a.records.indices {
            (a.records[i].metric, b.records[i].metric) = ("other", "other")
            (a.records[i].column, b.records[i].column) = ("control", "control")
        }
        let (runA, runB) = (try a.run(in: folder, "a"), try b.run(in: folder, "b"))
        let html = try Report(runA, runB, Comparison(runA, runB)).html
        for id in Self.sections { #expect(html.contains("<section id=\"\(id)\">")) }
        #expect(Markup.complaint(html) == nil)
        for sentence in [
            "A and B share no module", "share no family", "No revisit was measured", "long enough to measure a horizon",
            "No effect of an action was measured", "No gate failed in", "No case has filmstrips",
        ] {
            #expect(html.contains(sentence), "missing: \(sentence)")
        }
    }

    @Test func aRunAloneHasTheSamePage() throws {
        let html = try ReportFixture.pages(in: TemporaryFolder()).alone
        for id in Self.sections { #expect(html.contains("<section id=\"\(id)\">")) }
        #expect(Markup.complaint(html) == nil)
        #expect(html.contains("diorama report") && !html.contains("B minus A"))
    }

    @Test func worstBestAndRandomFilmstripsAreChosen() throws {
        let folder = try TemporaryFolder()
        let (runA, runB) = try ReportFixture.runs(in: folder)
        let comparison = try Comparison(runA, runB)
        func choose(_ seed: UInt64) -> [StripChoice] {
            StripChoice.choose(ReportData(runA, runB, comparison, seed: seed))
        }
        let choices = choose(1)
        #expect(
            choices.map(\.reason.rawValue) == Array(["regression", "gain", "random"].map { [$0, $0, $0] }.joined()))
        #expect(Set(choices.map(\.key)).count == 9)
        let kept = Set(runA.strips.map { CaseKey(scenario: $0.scenario, draw: $0.draw, seed: $0.seed) })
        let deltas = comparison.pairs.filter { kept.contains($0.key) }.compactMap(\.delta).sorted()
        #expect(choices[0].scores[1] - choices[0].scores[0] == deltas.first)
        #expect(choices[3].scores[1] - choices[3].scores[0] == deltas.last)
        #expect(choose(1).map(\.key) == choices.map(\.key))
        #expect((2..<8).contains { choose($0).map(\.key) != choices.map(\.key) })
    }

    @Test func damagedPicturesAreNamedInTheirPlace() throws {
        let folder = try TemporaryFolder()
        let (runA, runB) = try ReportFixture.runs(in: folder)
        let strip = try #require(runA.strips.first)
        var wide = strip
        wide.columns.append(.init(frame: 99))
        #expect(throws: (any Error).self) { try StripPicture(wide, in: runA.folder) }
        var outside = strip
        outside.file = "../b/" + strip.file
        #expect(throws: (any Error).self) { try StripPicture(outside, in: runA.folder) }
        for strip in runA.strips {
            try Data("no picture".utf8).write(to: runA.folder.url.appendingPathComponent(strip.file))
        }
        let html = try Report(runA, runB, Comparison(runA, runB)).html
        #expect(html.contains("is not a sound PNG") && Markup.complaint(html) == nil)
    }

    @Test func rowsOfAFilmstripKeepTheirPixels() throws {
        let folder = try TemporaryFolder()
        let (runA, _) = try ReportFixture.runs(in: folder)
        let strip = try #require(runA.strips.first)
        let whole = try PNG.read(runA.folder.url.appendingPathComponent(strip.file))
        let rows = try StripPicture(strip, in: runA.folder).rows
        #expect(Set(rows.keys) == ["reference", "candidate", "error"])
        let base64 = try #require(rows["candidate"]?.text.split(separator: ",").last)
        let row = try PNG.decode(try #require(Data(base64Encoded: String(base64))))
        #expect((row.width, row.height) == (whole.width, strip.height))
        #expect(row.pixels[...] == whole.pixels[row.pixels.count..<2 * row.pixels.count])
    }

    @Test func curvesAndBars() throws {
        func record(_ score: Double, _ frames: [Double] = [], gap: Double? = nil) -> ResultRecord {
            ResultRecord(
                scenario: "s", module: "geometry", family: "rotate", metric: "revisit", raw: score, floor: 0.2,
                ceil: 0.8,
                score: score, details: gap.map { ["unseen_frames": $0] } ?? [:], perFrame: frames)
        }
        let mean = Curve(perFrame: [record(1, [1, 2, 3]), record(1, [3, 4]), record(1, [5])])
        #expect(mean.points == [.init(x: 0, y: 3), .init(x: 1, y: 3)])
        let memory = Curve(
            [record(0.9, gap: 8), record(0.7, gap: 8), record(0.6, gap: 32), record(0.1, gap: 96)],
            against: "unseen_frames")
        #expect(memory.points.map(\.x) == [8, 32, 96] && abs(memory.points[0].y - 0.8) < 1e-12)
        #expect(memory.last(atLeast: 0.5) == 32 && memory.last(atLeast: 0.95) == nil)
        let binned = Curve((0..<40).map { record(0.5, gap: Double($0)) }, against: "unseen_frames")
        #expect(binned.points.count == 8 && binned.points[0].x == 2)
        // Two of three lose their scene, after 2 and after 4 frames; the third ends whole after 3.
        func rollout(_ horizon: Double, _ frames: Int) -> ResultRecord {
            var rollout = record(1, Array(repeating: 0, count: frames))
            rollout.details = ["horizon_frames": horizon]
            return rollout
        }
        let survival = Curve(survival: [rollout(2, 10), rollout(4, 12), rollout(3, 3)])
        #expect(survival.points.map(\.x) == [0, 2, 2, 4, 4, 4])
        #expect(zip(survival.points.map(\.y), [1, 1, 2.0 / 3, 2.0 / 3, 0, 0]).allSatisfy { abs($0 - $1) < 1e-12 })
        // A failure lies at the cheat's line, full marks at the codec's.
        let bars = try #require(SplitBars([record(0), record(1)]))
        #expect(abs(bars.position - 0.5) < 1e-12 && bars.floor == 0.2 && bars.ceiling == 0.8)
        #expect(SplitBars([]) == nil)
    }

    @Test func textIsEscapedAndShellWordsAreQuoted() {
        let name = "<script>alert('x') & \"y\"</script>"
        let piece: HTML = "<p title=\"\(name)\">\(name)</p>"
        #expect(
            !piece.text.contains("<script")
                && piece.text.contains("&lt;script&gt;alert(&#39;x&#39;) &amp; &quot;y&quot;"))
        #expect(ReproductionSection.quoted("runs/a-1") == "runs/a-1")
        #expect(ReproductionSection.quoted("it's here") == "'it'\\''s here'")
    }
}
