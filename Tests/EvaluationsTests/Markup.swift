/// A check of markup that needs no browser: every element that opens closes, in order.
enum Markup {
    private static let void: Set<Substring> = ["meta", "img", "br", "!DOCTYPE"]

    /// What is wrong, or nil.
    static func complaint(_ html: String) -> String? {
        var open: [Substring] = []
        for tag in html.matches(of: /<(\/?)([A-Za-z!][A-Za-z0-9]*)((?:[^<>"]|"[^"]*")*?)(\/?)>/) {
            let (closes, name, selfCloses) = (!tag.1.isEmpty, tag.2, !tag.4.isEmpty)
            if void.contains(name) || selfCloses { continue }
            if !closes {
                open.append(name)
            } else if open.popLast() != name {
                return "</\(name)> closes nothing"
            }
        }
        return open.isEmpty ? nil : "<\(open[open.count - 1])> never closes"
    }
}
