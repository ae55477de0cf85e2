import ArgumentParser
import Foundation

/// The name of a file that a command is to write, which says by its ending what it holds.
enum OutputName {
    static func check(_ option: String, _ name: String?, endings: [String]) throws {
        guard let name else { return }
        guard endings.contains(URL(fileURLWithPath: name).pathExtension.lowercased()) else {
            let all = endings.map { "." + $0 }.joined(separator: " or ")
            throw ValidationError("\(option) must name a file that ends in \(all), not '\(name)'.")
        }
    }
}
