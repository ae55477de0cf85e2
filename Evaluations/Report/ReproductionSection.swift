/// What it takes to get these numbers again.
struct ReproductionSection: ReportSection {
    let id = "reproduction"
    func title(_ data: ReportData) -> String { "Reproduction" }

    func lesson(_ data: ReportData) -> HTML {
        """
        The same weights, suite, noise and version give the same numbers to the last bit on the same kind of machine. \
        The hashes say whether they are the same.
        """
    }

    func body(_ data: ReportData) -> HTML {
        let folders = data.runs.map { Self.quoted($0.folder.url.path) }
        let commands =
            data.runs.map { $0.manifest.commandLine.map(Self.quoted).joined(separator: " ") }
            + [(data.comparison == nil ? "diorama report " : "diorama compare ") + folders.joined(separator: " ")]
        let heads = data.runs.indices.map { run -> HTML in "<th scope=\"col\">\(data.label(run))</th>" }
        let facts = data.runs.map(Self.facts)
        let rows = facts[0].indices.map { i -> HTML in
            let cells = facts.map { facts -> HTML in "<td><code>\(facts[i].value)</code></td>" }
            return "<tr><th scope=\"row\">\(facts[0][i].name)</th>\(cells)</tr>\n"
        }
        return """
            <pre>\(commands.joined(separator: "\n"))</pre>
            <div class="wide"><table class="hashes">
            <thead><tr><th></th>\(heads)</tr></thead>
            <tbody>
            \(rows)</tbody>
            </table></div>

            """
    }

    static func facts(_ run: EvaluationRun) -> [(name: String, value: String)] {
        let m = run.manifest
        let sampler = m.sampler.map {
            "\($0.steps) steps, guidance \($0.guidance), \($0.schedule), \($0.contextFrames) latent frames of context, "
                + ($0.precision ?? "bf16") + ($0.device.map { " on \($0)" } ?? "")
        }
        let probes = m.probes.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
        func seeds() -> String { m.seeds.map(String.init).joined(separator: ", ") }
        return [
            ("candidate", m.candidate), ("model", m.modelHash ?? "none"), ("codec", m.codecHash ?? "none"),
            ("sampler", sampler ?? "none"), ("suite", "\(m.suite) \(m.suiteHash)"),
            ("cases", String(m.cases)), ("size", "\(m.width)x\(m.height)"), ("noise seeds", seeds()),
            ("noise scheme", m.noiseScheme), ("probes", probes.isEmpty ? "none" : probes),
            ("results", m.resultsHash), ("commit", m.commit), ("Swift", m.swift),
            ("CPU", m.cpuFeatures.joined(separator: " ")), ("threads", String(m.threads)),
        ]
    }

    /// A word as a shell takes it.
    static func quoted(_ word: String) -> String {
        let plain = word.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_./:=,+@%".contains($0)) }
        return plain && !word.isEmpty ? word : "'" + word.replacing("'", with: "'\\''") + "'"
    }
}
