import PluginAPI

/// A response before it is sent.
struct Reply: Sendable {
    var status: Int
    var headers: [String: String]
    var body: [UInt8]
    /// Whether the content gets an entity tag, so that it need not be sent twice.
    var hasEntityTag = false

    init(status: Int = 200, contentType: String, body: [UInt8], headers: [String: String] = [:]) {
        self.status = status
        self.headers = headers.merging(["Content-Type": contentType]) { given, _ in given }
        self.body = body
    }

    /// One line of text.
    init(status: Int = 200, text: String) {
        self.init(status: status, contentType: "text/plain; charset=utf-8", body: Array("\(text)\n".utf8))
    }

    /// A document.
    init(status: Int = 200, document: JSON) {
        self.init(
            status: status, contentType: "application/json", body: document.bytes + [UInt8(ascii: "\n")],
            headers: ["Cache-Control": "no-cache"])
        hasEntityTag = true
    }

    /// A page.
    init(status: Int = 200, html: String) {
        self.init(
            status: status, contentType: "text/html; charset=utf-8", body: Array(html.utf8), headers: ["Cache-Control": "no-cache"])
    }

    /// A redirect.
    static func redirect(to path: String) -> Reply {
        Reply(status: 303, contentType: "text/plain; charset=utf-8", body: [], headers: ["Location": path])
    }
}
