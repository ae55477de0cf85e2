import Foundation

/// The time as part of a file's name; no two calls of one process give the same.
package enum FileStamp {
    package static func text(_ now: Date = Date()) -> String {
        let format = DateFormatter()
        format.locale = Locale(identifier: "en_US_POSIX")
        format.dateFormat = "yyyyMMdd-HHmmss-SSS"
        return format.string(from: now)
    }
}
