import Foundation
import Worlds

extension ChildProcess {
    /// Writes all of `bytes` to a socket and waits until they are taken; false where the reader has ended.
    static func send(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Bool {
        var done = 0
        while done < bytes.count {
            let n = Foundation.send(descriptor, bytes.baseAddress! + done, bytes.count - done, Int32(MSG_NOSIGNAL))
            if n < 0 && errno == EINTR { continue }
            if n < 0 { return false }
            done += n
        }
        return true
    }
}
