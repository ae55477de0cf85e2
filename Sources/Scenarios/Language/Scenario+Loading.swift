import Foundation
import Tensors
import Worlds

extension Scenario {
    /// The scenarios of a YAML file, one a document.
    public static func load(_ url: URL, _ vocabulary: ScenarioVocabulary) throws -> [Scenario] {
        try parse(try FileContents.text(url, what: "scenario"), file: url.relativePath, vocabulary)
    }

    /// The scenarios of a text; `file` is what errors call it.
    public static func parse(
        _ text: String, file: String = "the script", _ vocabulary: ScenarioVocabulary
    ) throws -> [Scenario] {
        try ScenarioParser(file: file, vocabulary: vocabulary).scenarios(text)
    }
}
