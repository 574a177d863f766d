import Engine
import PluginAPI

/// What went wrong with a request, as a problem document (RFC 9457).
struct Problem: Error, Sendable {
    var status: Int
    var detail: String
    /// The member of the request at fault.
    var field: String?
    /// What to do.
    var remedy: String?

    init(_ status: Int, _ detail: String, field: String? = nil, remedy: String? = nil) {
        self.status = status
        self.detail = detail
        self.field = field
        self.remedy = remedy
    }

    /// The problem for any error: a plugin's refusal is passed on in its words, but our own failures are not shown to strangers.
    init(_ error: any Error) {
        switch error {
        case let problem as Problem: self = problem
        case let error as PluginError:
            let status =
                switch error.code {
                case .notFound: 404
                case .invalid: 422
                case .forbidden: 403
                case .conflict: 409
                case .unsupported: 501
                default: 500
                }
            self.init(status, error.message)
        case let error as SupervisionError:
            self.init(503, error.message, remedy: "`switchyard status` and the host's log say more")
        default: self.init(500, "the request failed inside the host", remedy: "look into the host's log")
        }
    }

    static func title(_ status: Int) -> String {
        switch status {
        case 400: "Malformed request"
        case 401: "Not logged in"
        case 403: "Not allowed"
        case 404: "Not found"
        case 405: "Method not allowed"
        case 409: "Conflict"
        case 413: "Too large"
        case 422: "Not acceptable as it is"
        case 503: "Not available now"
        default: status >= 500 ? "Failure" : "Problem"
        }
    }

    var reply: Reply {
        var document: JSON = [
            "type": "about:blank", "title": .string(Self.title(status)), "status": .int(Int64(status)), "detail": .string(detail),
        ]
        if let field { document["field"] = .string(field) }
        if let remedy { document["remedy"] = .string(remedy) }
        var reply = Reply(
            status: status, contentType: "application/problem+json", body: document.bytes + [UInt8(ascii: "\n")])
        if status == 401 { reply.headers["WWW-Authenticate"] = "Bearer" }
        return reply
    }
}
