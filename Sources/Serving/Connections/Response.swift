/// An HTTP answer, after which the connection ends.
struct Response {
    var status: String
    var type = "text/plain; charset=utf-8"
    var headers: [(String, String)] = []
    var body: [UInt8]

    init(_ status: String, _ body: String, headers: [(String, String)] = []) {
        (self.status, self.body, self.headers) = (status, Array(body.utf8), headers)
    }

    /// Whatever was wrong, a stranger learns nothing of it; who may know finds it in the program's messages.
    static let refusal = Response("403 Forbidden", "Refused: open the address that diorama serve has printed.\n")

    func write(to socket: TCPSocket) throws {
        let fixed = [
            ("Content-Type", type), ("Content-Length", "\(body.count)"), ("Connection", "close"),
            ("Cache-Control", "no-store"), ("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "no-referrer"),
            ("Cross-Origin-Resource-Policy", "same-origin"), ("Cross-Origin-Opener-Policy", "same-origin"),
        ]
        let lines = (fixed + headers).map { "\($0.0): \($0.1)\r\n" }.joined()
        let bytes = Array("HTTP/1.1 \(status)\r\n\(lines)\r\n".utf8) + body
        try bytes.withUnsafeBytes { try socket.write($0) }
    }
}
