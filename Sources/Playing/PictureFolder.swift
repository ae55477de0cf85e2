import Foundation
import Media
import Tensors
import Worlds

/// A folder with the pictures of one game: 000000.png and so on. The pictures of an earlier game give way, for they say in
/// themselves that they are such; all other files stay.
final class PictureFolder {
    /// What the pictures say of themselves.
    static let software = "diorama play"
    private let url: URL
    private var earlier: [URL] = []
    private var count = 0

    /// `name` is what errors call the folder.
    init(_ url: URL, name: String) throws {
        self.url = url
        let files = FileManager.default
        // What is to hold it, or it itself.
        var (place, isFolder) = (url.standardizedFileURL, ObjCBool(false))
        while place.path.count > 1, !files.fileExists(atPath: place.path, isDirectory: &isFolder) {
            place = place.deletingLastPathComponent()
        }
        guard place.path.count <= 1 || isFolder.boolValue else {
            throw FileError("Cannot make the folder \(name): \(place.path) is a file; name another.")
        }
        guard files.isWritableFile(atPath: place.path) else {
            throw FileError("Cannot write into \(name): the folder \(place.path) is not yours; name another.")
        }
        guard place.path == url.standardizedFileURL.path else { return }
        let entries = (try? files.contentsOfDirectory(atPath: url.path)) ?? []
        for entry in entries.sorted() where Self.isNumbered(entry) {
            let picture = url.appendingPathComponent(entry)
            guard PNG.software(of: picture) == Self.software else {
                throw FileError(
                    "\(name) holds \(entry), which is no picture of an earlier game: name another folder or move it away."
                )
            }
            earlier.append(picture)
        }
    }

    private static func isNumbered(_ name: String) -> Bool {
        let stem = name.dropLast(4)
        return name.hasSuffix(".png") && stem.utf8.count >= 6 && stem.utf8.allSatisfy { (48...57).contains($0) }
    }

    func append(_ frame: Frame) throws {
        if count == 0, (try? FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)) == nil {
            throw FileError("Cannot make the folder \(url.path); check its place and the room there.")
        }
        // Not before there is a picture to take their place.
        for picture in earlier { try? FileManager.default.removeItem(at: picture) }
        earlier = []
        try PNG.write(frame, to: url.appendingPathComponent(String(format: "%06d.png", count)), software: Self.software)
        count += 1
    }
}
