import Foundation
import Tensors

extension Scenario {
    /// The scenarios of a YAML file, one a document.
    public static func load(_ url: URL) throws -> [Scenario] {
        try parse(try FileContents.text(url, what: "scenario"), file: url.relativePath)
    }

    /// The scenarios of a text; `file` is what errors call it.
    public static func parse(_ text: String, file: String = "the script") throws -> [Scenario] {
        try ScenarioParser(file: file).scenarios(text)
    }
}
