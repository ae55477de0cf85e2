import Foundation

/// The program's own page, which lies in the program.
enum Page {
    static func response(host: String) -> Response {
        let nonce = AccessRule.newToken()
        var page = String(decoding: PackageResources.page_html, as: UTF8.self)
        let parts = [
            "{{nonce}}": nonce, "{{style}}": String(decoding: PackageResources.page_css, as: UTF8.self),
            "{{script}}": [
                PackageResources.connection_js, PackageResources.keys_js, PackageResources.input_js,
                PackageResources.meters_js, PackageResources.view_js, PackageResources.page_js,
            ].map { String(decoding: $0, as: UTF8.self) }.joined(separator: "\n"),
        ]
        for (name, text) in parts { page = page.replacing(name, with: text) }
        let policy =
            "default-src 'none'; script-src 'nonce-\(nonce)'; style-src 'nonce-\(nonce)'; img-src data: blob:; "
            + "connect-src 'self' ws://\(host); base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        var response = Response("200 OK", page, headers: [("Content-Security-Policy", policy)])
        response.type = "text/html; charset=utf-8"
        return response
    }
}
