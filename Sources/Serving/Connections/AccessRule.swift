/// Who may talk to the server: whoever knows the token, under a name of this machine, from the server's own page or from no
/// page at all.
public struct AccessRule: Sendable {
    public let token: String
    /// The address that is listened on.
    let host: String

    public init(host: String, token: String = AccessRule.newToken()) { (self.host, self.token) = (host, token) }

    /// 128 random bits, as 32 hexadecimal digits.
    public static func newToken() -> String {
        var random = SystemRandomNumberGenerator()
        return [random.next(), random.next()].map { (word: UInt64) in
            let digits = String(word, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }

    /// Why a request is refused, for the log; nil where it may pass.
    func refusal(_ head: RequestHead) -> String? {
        // A page of another site whose name leads here (DNS rebinding) gives that site's name.
        guard let named = head["host"]?.lowercased() else { return "it names no host" }
        guard let name = Self.name(of: named), isOwn(name) else { return "its host is '\(named.prefix(80))'" }
        if head.count(of: "origin") > 0, head["origin"]?.lowercased() != "http://" + named {
            return "its origin is '\(head["origin"]?.prefix(80) ?? "given twice")'"
        }
        guard let given = head.query("token") else { return "it has no token" }
        return isToken(given) ? nil : "its token is another"
    }

    /// Takes the same time wherever the first difference is.
    private func isToken(_ given: String) -> Bool {
        let (given, own) = (Array(given.utf8), Array(token.utf8))
        guard given.count == own.count else { return false }
        return zip(given, own).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }

    /// A name of this machine. Where all addresses are listened on, any address is: names alone can be led astray.
    private func isOwn(_ name: String) -> Bool {
        if ["localhost", "127.0.0.1", "::1", host.lowercased()].contains(name) { return true }
        let isAny = host == "0.0.0.0" || host == "::"
        return isAny && (name.contains(":") || name.allSatisfy { $0.isNumber || $0 == "." })
    }

    /// Without the port, for a tunnel may have another; nil where it is written otherwise.
    private static func name(of host: String) -> String? {
        let match = host.wholeMatch(of: /(?:\[([0-9a-f:.]+)\]|([0-9a-z.-]+))(?::[0-9]{1,5})?/)
        return match.map { String($0.output.1 ?? $0.output.2 ?? "") }
    }
}
