/// One request: what to send, how long it may take, how much may come back.
package struct HTTPRequest: Sendable {
    /// What to do with a redirect.
    package enum Redirects: Sendable, Equatable {
        /// The 3xx answer is returned as it is.
        case returned
        /// Followed up to this many times while scheme, host and port stay the same; another origin is an error.
        ///
        /// GET and HEAD are always followed, other methods only on 307 and 308, which keep method and body.
        case followedOnSameOrigin(maximum: Int)
    }

    /// The method in capitals: GET, HEAD, POST, PUT, PATCH, DELETE.
    package var method: String
    /// The absolute URL, without user information. It must not hold a secret, because errors name it (without its query).
    package var url: String
    /// The header fields; `Host`, `Content-Length` and `Accept-Encoding` are added.
    package var headers: HTTPHeaders
    /// The body; nil for none.
    package var body: [UInt8]?
    /// Milliseconds within which a connection must be established, including name lookup and TLS; nil takes the client's.
    package var connectDeadline: Int?
    /// Milliseconds for the whole answer, including all redirects and the wait for a connection; nil takes the client's.
    package var totalDeadline: Int?
    /// The largest answer body in bytes, counted after decompression; nil takes the client's.
    package var responseLimit: Int?
    /// What to do with a redirect.
    package var redirects: Redirects

    /// Makes a request.
    package init(
        method: String = "GET", url: String, headers: HTTPHeaders = [:], body: [UInt8]? = nil, redirects: Redirects = .returned
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.redirects = redirects
    }

    /// `METHOD URL` without the query, for messages.
    var place: String {
        "\(method) \(url.prefix { $0 != "?" && $0 != "#" })"
    }
}
