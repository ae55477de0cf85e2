import Foundation
import Tensors

/// The tensors of a weight file by the names that a model has for them, whatever wrapper of PyTorch saved them.
///
/// `torch.compile` puts `_orig_mod` into names and `DataParallel` puts `module` before them; of tensors that share memory
/// `safetensors.torch.save_model` keeps one and says in the metadata which others it stands for.
struct NamedTensors {
    private static let wrappers: Set<Substring> = ["_orig_mod", "module"]

    let file: SafetensorsFile
    /// A model's name -> the file's.
    private var places: [String: String] = [:]

    init(_ file: SafetensorsFile) throws {
        self.file = file
        for name in file.names {
            if let other = places.updateValue(name, forKey: Self.plain(name)) {
                throw FileError(
                    "\(file.url.path): the tensors \(other) and \(name) are both \(Self.plain(name)) without the "
                        + "names of wrappers; keep one of them."
                )
            }
        }
        for (shared, kept) in file.metadata where places[Self.plain(shared)] == nil {
            if let place = places[Self.plain(kept)] { places[Self.plain(shared)] = place }
        }
    }

    private static func plain(_ name: String) -> String {
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        return parts.contains(where: wrappers.contains)
            ? parts.filter { !wrappers.contains($0) }.joined(separator: ".") : name
    }

    func has(_ name: String) -> Bool { places[name] != nil }

    /// What the file calls the tensor.
    func place(_ name: String) -> String { places[name] ?? name }

    /// Throws unless the file has the tensors `known` and no others.
    func check(known: Set<String>) throws {
        guard let stranger = places.keys.filter({ !known.contains($0) }).min() else { return }
        let path = file.url.path
        guard let prefix = prefix(of: known) else {
            throw FileError("\(path): the tensor '\(stranger)' does not belong to this model; check config.json")
        }
        throw FileError("\(path): all names of tensors begin with '\(prefix)'; save them without it.")
    }

    /// What stands before every name of `known`.
    private func prefix(of known: Set<String>) -> String? {
        guard let name = known.min(), let found = places.keys.filter({ $0.hasSuffix("." + name) }).min() else {
            return nil
        }
        let prefix = String(found.dropLast(name.count))
        return places.keys.allSatisfy { $0.hasPrefix(prefix) } ? prefix : nil
    }
}
