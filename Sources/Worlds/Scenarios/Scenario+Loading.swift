import Foundation
import Tensors

extension Scenario {
    /// The scenarios of a YAML file, one a document.
    public static func load(_ url: URL) throws -> [Scenario] {
        let file: FileHandle
        do { file = try FileHandle(forReadingFrom: url) } catch {
            throw FileError("Cannot read \(url.relativePath); check that the scenario is there and readable.")
        }
        defer { try? file.close() }
        guard let data = try? file.read(upToCount: ScenarioParser.sizeLimit + 1), !data.isEmpty else {
            throw FileError("\(url.relativePath) is empty or a folder; give a scenario file.")
        }
        guard data.count <= ScenarioParser.sizeLimit else {
            throw FileError("\(url.relativePath) is above 1 MB, too large for a scenario file.")
        }
        guard let text = String(validating: data, as: UTF8.self) else {
            throw FileError("\(url.relativePath) is not UTF-8 text.")
        }
        return try parse(text, file: url.relativePath)
    }

    /// The scenarios of a text; `file` is what errors call it.
    public static func parse(_ text: String, file: String = "the script") throws -> [Scenario] {
        try ScenarioParser(file: file).scenarios(text)
    }
}
