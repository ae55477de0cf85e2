import Camera
import Foundation
import Tensors
import Worlds

extension EpisodeSetDescription: Codable {
    private enum Key: String, CodingKey, CaseIterable {
        case version, actionSpace, framesPerSecond, alignment, source, camera, imported
    }

    public init(from decoder: any Decoder) throws {
        let all = try decoder.container(keyedBy: AnyKey.self)
        if let unknown = all.allKeys.map(\.stringValue).sorted().first(where: { Key(rawValue: $0) == nil }) {
            throw DecodingError.dataCorrupted(
                .init(codingPath: all.allKeys, debugDescription: "the field '\(unknown.prefix(80))' is unknown"))
        }
        let values = try decoder.container(keyedBy: Key.self)
        let version = try values.decode(Int.self, forKey: .version)
        guard version == Self.version else {
            throw DecodingError.dataCorrupted(
                .init(
                    codingPath: [Key.version],
                    debugDescription: "version \(version) is not \(Self.version), the one known here")
            )
        }
        guard try values.decode(ActionAlignment.self, forKey: .alignment) == .ledTo else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: [Key.alignment], debugDescription: "the alignment of a set is always 'led-to'"))
        }
        actionSpace = try values.decode(ActionSpace.self, forKey: .actionSpace)
        framesPerSecond = try values.decode(Double.self, forKey: .framesPerSecond)
        source = try values.decode(String.self, forKey: .source)
        camera = try values.decodeIfPresent(CameraRig.self, forKey: .camera)
        imported = try values.decodeIfPresent(EpisodeImport.self, forKey: .imported)
    }

    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: Key.self)
        try values.encode(Self.version, forKey: .version)
        try values.encode(actionSpace, forKey: .actionSpace)
        try values.encode(framesPerSecond, forKey: .framesPerSecond)
        try values.encode(ActionAlignment.ledTo, forKey: .alignment)
        try values.encode(source, forKey: .source)
        try values.encodeIfPresent(camera, forKey: .camera)
        try values.encodeIfPresent(imported, forKey: .imported)
    }

    private struct AnyKey: CodingKey {
        var stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    /// What the set in `folder` says of itself; nil where it has no `set.json`.
    public static func read(_ folder: URL) throws -> EpisodeSetDescription? {
        let url = folder.appendingPathComponent(fileName)
        let attributes = try? FileManager.default.attributesOfItem(atPath: url.resolvingSymlinksInPath().path)
        guard let attributes else { return nil }
        func broken(_ what: String) -> FileError {
            FileError("\(url.path): \(what); mend the file or record the set anew.")
        }
        guard attributes[.type] as? FileAttributeType == .typeRegular, let size = attributes[.size] as? Int,
            size <= 4 << 20
        else { throw broken("it is no file of at most 4 MB") }
        guard let data = try? Data(contentsOf: url) else { throw broken("it cannot be read") }
        let description: EpisodeSetDescription
        do { description = try JSONDecoder().decode(Self.self, from: data) } catch {
            throw broken(EpisodeIndex.reason(error))
        }
        if let flaw = description.flaw { throw broken(flaw) }
        return description
    }

    /// Writes `set.json` into a folder that has none, or throws where the set there has other actions or another rate.
    /// `channels` are those of the episodes that are there already.
    func join(_ folder: URL, channels: Int?) throws {
        if let flaw { throw FileError("A set cannot be written to \(folder.path): \(flaw).") }
        let found = try Self.read(folder)
        if let there = found ?? channels.map({ Self.older(channels: $0) }) {
            guard there.actionSpace == actionSpace else {
                throw FileError(
                    "\(folder.path) has the actions \(there.actionSpace.names), not \(actionSpace.names); choose another folder."
                )
            }
            guard there.framesPerSecond == framesPerSecond else {
                throw FileError(
                    "\(folder.path) has \(there.framesPerSecond) frames a second, not \(framesPerSecond); choose another folder."
                )
            }
        }
        if found != nil { return }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try AtomicFile.write(encoder.encode(self) + Data("\n".utf8), to: folder.appendingPathComponent(Self.fileName))
    }
}
