import Crypto
import HTTPTypes
import Hummingbird
import NIOCore

/// An answer as bytes, after conditional requests were judged.
struct FinishedReply: Sendable {
    let status: Int
    let headers: [(String, String)]
    let bytes: [UInt8]

    /// The HTTP answer with some more headers.
    func response(_ incoming: Incoming, _ extra: [(String, String)]) -> Response {
        var fields = HTTPFields()
        for (name, value) in headers + extra {
            if let name = HTTPField.Name(name) { fields.append(HTTPField(name: name, value: value)) }
        }
        fields[.server] = "GitHub.com"
        let buffer = incoming.method == "HEAD" ? ByteBuffer() : ByteBuffer(bytes: bytes)
        return Response(status: .init(code: status), headers: fields, body: ResponseBody(byteBuffer: buffer))
    }
}

extension Reply {
    func finished(_ incoming: Incoming) -> FinishedReply {
        switch body {
        case .none: return FinishedReply(status: status, headers: headers, bytes: [])
        case .bytes(let content, let type):
            return FinishedReply(
                status: status, headers: headers + [("Content-Type", type), ("Cache-Control", "no-cache")], bytes: content)
        case .json(let value): return finished(value.bytes, incoming)
        }
    }

    private func finished(_ bytes: [UInt8], _ incoming: Incoming) -> FinishedReply {
        var headers = headers + [("Content-Type", "application/json; charset=utf-8"), ("X-GitHub-Media-Type", "github.v3; format=json")]
        let cacheable = status == 200 && (incoming.method == "GET" || incoming.method == "HEAD") && incoming.segments.first != "_sim"
        guard cacheable else { return FinishedReply(status: status, headers: headers, bytes: bytes) }
        let tag = "W/\"\(hex(SHA256.hash(data: bytes)))\""
        headers += [("ETag", tag), ("Cache-Control", "private, max-age=60, s-maxage=60")]
        if let modified { headers.append(("Last-Modified", Times.http(modified))) }
        if isUnchanged(tag, incoming) { return FinishedReply(status: 304, headers: headers, bytes: []) }
        return FinishedReply(status: 200, headers: headers, bytes: bytes)
    }

    /// Whether a conditional request already has this answer; a tag counts before a time.
    private func isUnchanged(_ tag: String, _ incoming: Incoming) -> Bool {
        if let wanted = incoming.headers["if-none-match"] {
            return wanted.split(separator: ",").contains { $0.trimmingSpaces == tag || "W/\($0.trimmingSpaces)" == tag }
        }
        if let since = incoming.headers["if-modified-since"], let modified { return since == Times.http(modified) }
        return false
    }
}
