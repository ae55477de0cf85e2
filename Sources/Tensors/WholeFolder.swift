import Foundation

/// A folder that is there whole or not at all.
public enum WholeFolder {
    private static func part(of target: URL) -> URL { target.appendingPathExtension("part") }

    /// Makes the folder `target`, which must not be there, of what `body` puts into the one that it is given.
    public static func make(_ target: URL, _ body: (URL) throws -> Void) throws {
        let part = part(of: target)
        clear(target)
        do {
            try body(part)
            try FileManager.default.moveItem(at: part, to: target)
        } catch {
            clear(target)
            throw error
        }
    }

    /// Changes the folder `target`, which may be missing: `body` replaces files of a copy, which then takes its place at once.
    public static func change(_ target: URL, _ body: (URL) throws -> Void) throws {
        let files = FileManager.default
        guard files.fileExists(atPath: target.path) else { return try make(target, body) }
        let target = target.resolvingSymlinksInPath()
        let part = part(of: target)
        clear(target)
        do {
            try files.createDirectory(at: part, withIntermediateDirectories: true)
            for name in try files.contentsOfDirectory(atPath: target.path) {
                let (old, new) = (target.appendingPathComponent(name), part.appendingPathComponent(name))
                // Replaced, never written into, so that both may be one file for now.
                if link(old.path, new.path) != 0 { try files.copyItem(at: old, to: new) }
            }
            try body(part)
            try AtomicFile.exchange(part, target)
        } catch {
            clear(target)
            throw error
        }
        clear(target)
    }

    /// Removes what a killed process left of `target` in the making.
    public static func clear(_ target: URL) { try? FileManager.default.removeItem(at: part(of: target)) }
}
