import Foundation
import Tensors

/// Lines of actions: `{"turn": 0.5, "forward": true, "repeat": 3}`, all that is not named is 0.
enum OwnActionLines {
    /// One line: what it names, for so many pictures.
    struct Line {
        var number: Int
        var action: [String: Float]
        var times: Int
    }

    static func read(_ url: URL) throws -> [Line] {
        var (lines, count) = ([Line](), 0)
        for (number, text) in try BoundedFile.lines(url) {
            func broken(_ what: String) -> FileError { FileError("\(url.lastPathComponent) line \(number): \(what).") }
            guard let object = BoundedFile.object(text) else { throw broken("it is not a JSON object") }
            if object["op"] != nil || object["checkpoint"] != nil {
                throw broken("it is a log of the window and no list of actions")
            }
            var (action, times) = ([String: Float](), 1)
            for (name, value) in object {
                guard let value = BoundedFile.number(value) else { throw broken("'\(name)' is no number") }
                if name == "repeat" {
                    guard let count = Int(exactly: value), (1...1_000_000).contains(count) else {
                        throw broken("'repeat' is a whole number from 1 to 1000000")
                    }
                    times = count
                } else if value != 0 {
                    action[name] = Float(value)
                } else {
                    action[name] = 0
                }
            }
            count += times
            guard count <= 10_000_000 else { throw broken("there are more than 10000000 actions") }
            lines.append(Line(number: number, action: action, times: times))
        }
        return lines
    }
}
