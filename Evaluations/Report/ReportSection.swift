/// One numbered part of the report.
protocol ReportSection: Sendable {
    /// The anchor, which tests and links look for.
    var id: String { get }
    func title(_ data: ReportData) -> String
    /// What a hurried reader takes away, before the lesson; nothing by default.
    func lead(_ data: ReportData) -> HTML
    /// What one sees here and how to read it, in two or three sentences.
    func lesson(_ data: ReportData) -> HTML
    /// Says so in a sentence where there is nothing to show.
    func body(_ data: ReportData) -> HTML
}

extension ReportSection {
    func lead(_ data: ReportData) -> HTML { "" }

    static func nothing(_ why: String) -> HTML { "<p class=\"nothing\">\(why)</p>\n" }
}
