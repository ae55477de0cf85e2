/// The first lines of an HTTP/1.1 request that has no body.
struct RequestHead: Sendable {
    static let byteLimit = 16 << 10
    private static let headerLimit = 100

    let method: String
    /// Before the question mark.
    let path: String
    private let query: String
    private var headers: [String: [String]] = [:]

    /// Nil where it is none.
    init?(_ bytes: [UInt8]) {
        guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
        var lines = text.split(separator: "\r\n", omittingEmptySubsequences: false)[...]
        let words = lines.popFirst()?.split(separator: " ", omittingEmptySubsequences: false) ?? []
        guard words.count == 3, words[2] == "HTTP/1.1", words[1].hasPrefix("/"), lines.count <= Self.headerLimit else {
            return nil
        }
        method = String(words[0])
        let parts = words[1].split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        (path, query) = (String(parts[0]), parts.count > 1 ? String(parts[1]) : "")
        for line in lines {
            guard let colon = line.firstIndex(of: ":") else { return nil }
            let name = line[..<colon].lowercased()
            guard !name.isEmpty, name.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else { return nil }
            let value = line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
            headers[name, default: []].append(String(value.prefix { $0 != "\r" && $0 != "\n" }))
        }
    }

    /// The value of a header that is there once; nil otherwise.
    subscript(_ name: String) -> String? { headers[name].flatMap { $0.count == 1 ? $0[0] : nil } }

    /// How often a header is there.
    func count(of name: String) -> Int { headers[name]?.count ?? 0 }

    /// Whether a header lists `word`, in any spelling.
    func lists(_ word: String, in name: String) -> Bool {
        (headers[name] ?? []).joined(separator: ",").lowercased().split { $0 == "," || $0 == " " }.contains {
            $0 == word
        }
    }

    /// The value of `name` in the query, as it is written.
    func query(_ name: String) -> String? {
        let start = name + "="
        return query.split(separator: "&").first { $0.hasPrefix(start) }.map { String($0.dropFirst(start.count)) }
    }

    var hasBody: Bool { count(of: "transfer-encoding") > 0 || (headers["content-length"] ?? []).contains { $0 != "0" } }
}
