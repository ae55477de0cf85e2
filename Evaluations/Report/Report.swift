import Foundation
import Scenarios
import Tensors

/// One page that shows a run, or how two differ: it needs no network and no script, and fits a phone and a dark room.
public struct Report: Sendable {
    private let data: ReportData

    /// A comparison of `a` and `b`; `seed` chooses the filmstrips that are drawn at random.
    public init(_ a: EvaluationRun, _ b: EvaluationRun, _ comparison: Comparison, seed: UInt64 = 0) {
        data = ReportData(a, b, comparison, seed: seed)
    }

    /// A run alone.
    public init(_ run: EvaluationRun, seed: UInt64 = 0) { data = ReportData(run, seed: seed) }

    static let sections: [any ReportSection] = [
        VerdictSection(), MemorySection(), ModuleSection(), ForestSection(), CurveSection(), FailureSection(),
        FilmstripSection(),
        ReproductionSection(),
    ]

    /// The whole page.
    public var html: String {
        let title = data.runs.map(\.name).joined(separator: " and ")
        let heading = data.comparison == nil ? "Evaluation of \(title)" : "Comparison of \(title)"
        let links = Self.sections.map { section -> HTML in
            "<a href=\"#\(section.id)\">\(section.title(data))</a>"
        }
        let parts = Self.sections.enumerated().map { number, section -> HTML in
            """
            <section id="\(section.id)">
            <h2>\(number + 1). \(section.title(data))</h2>
            \(section.lead(data))<p class="lesson">\(section.lesson(data))</p>
            \(section.body(data))</section>

            """
        }
        let page: HTML = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>\(heading)</title>
            <style>\(HTML(raw: Self.style))</style>
            </head>
            <body>
            <header>
            <h1>\(heading)</h1>
            <p>Suite \(data.runs[0].manifest.suite), \(size). Scores run from 0, the best a cheat that knows \
            no world reaches, to 1, the truth seen through the candidate's own encoder and decoder.</p>
            <nav>\(links)</nav>
            </header>
            <main>
            \(parts)</main>
            </body>
            </html>

            """
        return page.text
    }

    private var size: String {
        let sizes = data.runs.map { "\($0.manifest.width)x\($0.manifest.height)" }
        return Set(sizes).count == 1 ? "\(sizes[0]) pixels" : "\(sizes.joined(separator: " and ")) pixels"
    }

    /// Writes the page, atomically.
    public func write(to url: URL) throws { try AtomicFile.write(Data(html.utf8), to: url) }
}
