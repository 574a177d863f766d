import Crypto
import HTTPTypes
import Hummingbird
import NIOCore

/// An answer as bytes, after conditional requests were evaluated.
struct FinishedReply: Sendable {
    let status: Int
    let headers: [(String, String)]
    let bytes: [UInt8]

    /// The HTTP answer with additional headers.
    func response(_ incoming: Incoming, _ extra: [(String, String)]) -> Response {
        var fields = HTTPFields()
        for (name, value) in headers + extra {
            if let name = HTTPField.Name(name) { fields.append(HTTPField(name: name, value: value)) }
        }
        fields[.server] = "github.com"
        guard incoming.method == "HEAD" else {
            return Response(status: .init(code: status), headers: fields, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
        }
        fields[.contentLength] = String(bytes.count)
        return Response(status: .init(code: status), headers: fields, body: ResponseBody())
    }
}

extension Reply {
    func finished(_ incoming: Incoming) -> FinishedReply {
        switch body {
        case .none: return FinishedReply(status: status, headers: headers, bytes: [])
        case .bytes(let content, let type):
            let headers = headers + [("Content-Type", type)]
            if incoming.isGit || incoming.segments.first == "_sim" {
                return FinishedReply(status: status, headers: headers + [("Cache-Control", "no-cache")], bytes: content)
            }
            return conditional(content, headers, incoming)
        case .json(let value):
            let headers =
                headers + [
                    ("Content-Type", "application/json; charset=utf-8"), ("X-GitHub-Media-Type", MediaType(incoming).header),
                ]
            return conditional(value.bytes, headers, incoming)
        }
    }

    /// Adds the validators, and answers 304 if the client already has this.
    private func conditional(_ bytes: [UInt8], _ headers: [(String, String)], _ incoming: Incoming) -> FinishedReply {
        let cacheable = status == 200 && (incoming.method == "GET" || incoming.method == "HEAD") && incoming.segments.first != "_sim"
        guard cacheable else { return FinishedReply(status: status, headers: headers, bytes: bytes) }
        let tag = "W/\"\(hex(SHA256.hash(data: bytes)))\""
        let visibility = incoming.headers["authorization"] == nil ? "public" : "private"
        var headers =
            headers + [
                ("ETag", tag), ("Cache-Control", "\(visibility), max-age=60, s-maxage=60"),
                ("Vary", "Accept, Authorization, Cookie, X-GitHub-OTP, Accept-Encoding, X-Requested-With"),
            ]
        if let modified { headers.append(("Last-Modified", Times.http(modified))) }
        if isUnchanged(tag, incoming) { return FinishedReply(status: 304, headers: headers, bytes: []) }
        return FinishedReply(status: 200, headers: headers, bytes: bytes)
    }

    /// Whether a conditional request already has this answer; a tag takes precedence over a time, and weak tags match strong ones.
    private func isUnchanged(_ tag: String, _ incoming: Incoming) -> Bool {
        if let wanted = incoming.headers["if-none-match"] {
            return wanted.split(separator: ",").map(\.trimmingSpaces).contains { $0 == "*" || $0 == tag || "W/\($0)" == tag }
        }
        guard let since = incoming.headers["if-modified-since"].flatMap(Times.parseHTTP), let modified else { return false }
        return modified / 1000 <= since / 1000
    }
}
