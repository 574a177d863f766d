internal import Contract
internal import Forge
internal import HTTPClient

/// GitHub's refusals as errors that say what a second attempt is worth.
///
/// The rules are those of GitHub's documentation, "Best practices for using the REST API" and "Rate limits for the REST API".
struct GitHubErrorClassifier {
    let identity: IdentityName
    let now: Timestamp

    private static let serverFailurePause: Int64 = 2_000
    private static let transportPause: Int64 = 1_000

    /// What an answer orders about the pace: nil where it orders nothing.
    enum Pace: Equatable {
        /// The period's calls are used up until that moment.
        case periodIsOver(until: Timestamp)
        /// Too much at once; pause that long, nil where it does not say.
        case pause(milliseconds: Int64?)
    }

    /// Reads the order of a 403 or 429.
    static func pace(_ response: HTTPResponse, now: Timestamp) -> Pace? {
        guard response.status == 403 || response.status == 429 else { return nil }
        if let seconds = response.headers["Retry-After"].flatMap({ Int64($0) }) {
            return .pause(milliseconds: min(max(seconds, 1), 86_400) * 1000)
        }
        if response.headers["X-RateLimit-Remaining"] == "0", let reading = reading(response) {
            return .periodIsOver(until: max(reading.resetsAt, now.adding(seconds: 1)))
        }
        let message = Self.document(response)["message"].string?.lowercased() ?? ""
        let isSecondary = message.contains("secondary rate limit") || message.contains("abuse detection")
        return isSecondary || response.status == 429 ? .pause(milliseconds: nil) : nil
    }

    /// What the headers say about the period.
    static func reading(_ response: HTTPResponse) -> RateLimit? {
        guard let limit = response.headers["X-RateLimit-Limit"].flatMap({ Int($0) }),
            let remaining = response.headers["X-RateLimit-Remaining"].flatMap({ Int($0) }),
            let reset = response.headers["X-RateLimit-Reset"].flatMap({ Int64($0) }), reset > 0, reset < 1 << 40
        else { return nil }
        return RateLimit(limit: limit, remaining: remaining, resetsAt: Timestamp(seconds: reset))
    }

    /// The error for a call that has to wait for its budget.
    func limited(_ call: GitHubCall, until moment: Timestamp, status: Int? = nil) -> ForgeError {
        let wait = max(moment - now, 1_000)
        return ForgeError(
            .rateLimited, .retry(afterMilliseconds: wait),
            "The calls of identity \"\(identity)\" are used up; asked again in \((wait + 999) / 1000) s.",
            location: call.place, status: status)
    }

    /// The error for an answer that is neither good nor an order to wait.
    func refusal(_ call: GitHubCall, _ response: HTTPResponse) -> ForgeError {
        let (code, disposition, remedy) = verdict(response)
        let isServerFailure = response.status >= 500 || response.status == 408
        return ForgeError(
            code, disposition, "GitHub answered \(response.status): \(Self.sentence(response)) \(remedy)", location: call.place,
            mayHaveHappened: call.isMutating && isServerFailure, status: response.status)
    }

    private func verdict(_ response: HTTPResponse) -> (ForgeError.Code, ForgeError.Disposition, String) {
        switch response.status {
        case 300..<400:
            (.invalidRequest, .permanent, "The repository was renamed or moved; correct its name in the configuration.")
        case 401:
            (.authentication, .permanent, "Replace the token of identity \"\(identity)\".")
        case 403, 451:
            (.permission, .permanent, "Give the token of identity \"\(identity)\" the access that this needs.")
        case 404, 410:
            (.notFound, .permanent, "It is gone, or the token of identity \"\(identity)\" may not see it.")
        case 409, 412:
            (.stale, .stale, "It changed meanwhile; it is looked at again.")
        case 422 where Self.isStale(Self.sentence(response)):
            (.stale, .stale, "It changed meanwhile; it is looked at again.")
        case 413, 422:
            (.validation, .permanent, "Correct what it names and ask again.")
        case 408, 500...599:
            (.unavailable, .retry(afterMilliseconds: Self.serverFailurePause), "It is tried again.")
        default:
            (.invalidRequest, .permanent, "Report this: the call is not as GitHub wants it.")
        }
    }

    private static func isStale(_ sentence: String) -> Bool {
        sentence.contains("not a fast forward") || sentence.contains("Reference cannot be updated")
    }

    /// The error for a call without an answer.
    func transport(_ call: GitHubCall, _ error: HTTPError) -> ForgeError {
        let isOurs = error.code == .invalidRequest || error.code == .redirect
        return ForgeError(
            isOurs ? .invalidRequest : .unavailable, isOurs ? .permanent : .retry(afterMilliseconds: Self.transportPause),
            error.message, location: call.place, mayHaveHappened: call.isMutating && error.mayHaveArrived, cause: error)
    }

    /// The error for an answer that cannot be read.
    func malformed(_ call: GitHubCall, _ reason: String) -> ForgeError {
        ForgeError(
            .malformedAnswer, .retry(afterMilliseconds: Self.serverFailurePause),
            "The answer is not what GitHub documents: \(reason). Check the configured address and what lies between.",
            location: call.place, mayHaveHappened: call.isMutating)
    }

    // MARK: Error bodies

    static func document(_ response: HTTPResponse) -> JSON {
        (try? JSON(parsing: response.body)) ?? .null
    }

    /// `message` and `errors` of the body as one sentence that ends with a full stop.
    static func sentence(_ response: HTTPResponse) -> String {
        let body = document(response)
        let details = (body["errors"].array ?? [body["errors"]]).compactMap(detail)
        let message = body["message"].string ?? "no explanation"
        let text = details.isEmpty ? message : "\(message): \(details.joined(separator: "; "))"
        let line = String(text.prefix(500).map { $0.isNewline || $0 == "\0" ? " " : $0 })
        return line.hasSuffix(".") ? line : line + "."
    }

    private static func detail(_ error: JSON) -> String? {
        if let text = error.string { return text }
        if let text = error["message"].string { return text }
        let place = [error["resource"].string, error["field"].string].compactMap { $0 }.joined(separator: ".")
        guard let code = error["code"].string else { return place.isEmpty ? nil : place }
        return place.isEmpty ? code : "\(place) \(code)"
    }
}
