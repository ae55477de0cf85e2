import Foundation

extension FileError {
    /// One sentence of what Foundation or the system says in its own way; nil for errors that are sentences already.
    public init?(foundation error: any Error) {
        if error is FileError { return nil }
        if let error = error as? POSIXError {
            self.init("\(Self.capital(Self.reason(error.code.rawValue))).")
            return
        }
        let (domain, code, info): (String, Int, [String: Any])
        if let error = error as? CocoaError {
            (domain, code, info) = (NSCocoaErrorDomain, error.code.rawValue, error.userInfo)
        } else if type(of: error) is NSError.Type {
            let error = error as NSError
            (domain, code, info) = (error.domain, error.code, error.userInfo)
        } else {
            return nil
        }
        let path = info[NSFilePathErrorKey] as? String ?? (info[NSURLErrorKey] as? URL)?.path ?? "a file or folder"
        let below = info[NSUnderlyingErrorKey]
        let posix = (below as? POSIXError)?.code.rawValue
        let other = (below as? NSError).flatMap { $0.domain == NSPOSIXErrorDomain ? Int32(exactly: $0.code) : nil }
        if let code = posix ?? other, code != EEXIST {
            self.init("use", path, errno: code)
            return
        }
        guard domain == NSCocoaErrorDomain else {
            self.init("Cannot use \(path): the system reports \(domain) \(code).")
            return
        }
        switch CocoaError.Code(rawValue: code) {
        case .fileNoSuchFile, .fileReadNoSuchFile: self.init("use", path, errno: ENOENT)
        case .fileReadNoPermission, .fileWriteNoPermission: self.init("use", path, errno: EACCES)
        case .fileWriteFileExists:
            var isFolder: ObjCBool = false
            _ = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
            self.init(
                "\(path) is there already\(isFolder.boolValue ? "" : ", as a file, not a folder"); give another path or delete it."
            )
        case .fileWriteOutOfSpace: self.init("use", path, errno: ENOSPC)
        case .fileWriteVolumeReadOnly: self.init("use", path, errno: EROFS)
        case .fileReadCorruptFile, .fileReadInapplicableStringEncoding, .fileReadUnknownStringEncoding:
            self.init("\(path) is not sound text; give another.")
        default: self.init("Cannot read or write \(path); check that it is there, its rights and the disk.")
        }
    }

    private static func reason(_ code: Int32) -> String { String(cString: strerror(code)) }
    private static func capital(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }
}
