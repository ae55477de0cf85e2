import Foundation

/// The names by which one file speaks of others in a folder: none of them leads out of it.
public enum FolderName {
    /// Longest name, in bytes.
    static let limit = 255

    /// Whether `name` is a file's own: not hidden, without `/` and control characters.
    public static func isName(_ name: some StringProtocol) -> Bool {
        !name.isEmpty && name.utf8.count <= limit && !name.hasPrefix(".")
            && !name.unicodeScalars.contains { $0 == "/" || $0.properties.generalCategory == .control }
    }

    /// Where `path`, at most `levels` names with `/` between them, lies in `folder`.
    ///
    /// Throws where it could lie elsewhere, through a link too; `source` is the file that says so.
    public static func url(
        _ path: String, in folder: URL, levels: Int = 1, from source: URL
    ) throws -> URL {
        let names = path.split(separator: "/", omittingEmptySubsequences: false)
        let url = names.reduce(folder) { $0.appendingPathComponent(String($1)) }
        guard names.count <= levels, names.allSatisfy(isName), leadsInside(url, folder) else {
            throw FileError(
                "\(source.path) names the file '\(path.prefix(limit))', which is not one inside of \(folder.path); "
                    + "make \(source.lastPathComponent) anew."
            )
        }
        return url
    }

    /// Throws where one of the files `names` in `folder` is a link out of it: whoever writes to that name writes elsewhere.
    public static func requireInside(_ names: [String], in folder: URL) throws {
        for url in names.map({ folder.appendingPathComponent($0) }) where !leadsInside(url, folder) {
            throw FileError("\(url.path) is a link out of its folder; remove it, or name another folder.")
        }
    }

    /// Whether links on the way to `url` stay in `folder`.
    private static func leadsInside(_ url: URL, _ folder: URL) -> Bool {
        // In a folder that is not there yet there are no links.
        guard let root = resolved(folder.path) else { return true }
        // What is not there yet lies where its folder does.
        var place = url
        while !isThere(place), place.path.count > folder.path.count { place.deleteLastPathComponent() }
        guard let end = resolved(place.path) else { return false }
        return end == root || end.hasPrefix(root.hasSuffix("/") ? root : root + "/")
    }

    /// The path without links; nil where it leads to nothing.
    private static func resolved(_ path: String) -> String? {
        guard let real = realpath(path, nil) else { return nil }
        defer { free(real) }
        return String(cString: real)
    }

    /// Whether a file or a link has this name, even a link to nothing.
    private static func isThere(_ url: URL) -> Bool {
        var status = stat()
        return lstat(url.path, &status) == 0
    }
}
