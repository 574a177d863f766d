/// The headers that let pages of other origins use the API.
enum CrossOrigin {
    static let headers = [
        ("Access-Control-Allow-Origin", "*"),
        (
            "Access-Control-Expose-Headers",
            "ETag, Link, Location, Retry-After, X-GitHub-OTP, X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Used, "
                + "X-RateLimit-Resource, X-RateLimit-Reset, X-OAuth-Scopes, X-Accepted-OAuth-Scopes, X-Poll-Interval, X-GitHub-Media-Type, "
                + "X-GitHub-SSO, X-GitHub-Request-Id, Deprecation, Sunset"
        ),
    ]

    /// The answer to `OPTIONS`.
    static let preflight = Reply.noContent
        .header(
            "Access-Control-Allow-Headers",
            "Authorization, Content-Type, If-Match, If-Modified-Since, If-None-Match, If-Unmodified-Since, Accept-Encoding, "
                + "X-GitHub-OTP, X-Requested-With, User-Agent, GraphQL-Features, X-Github-Next-Global-ID, X-GitHub-Api-Version"
        )
        .header("Access-Control-Allow-Methods", "GET, POST, PATCH, PUT, DELETE")
        .header("Access-Control-Max-Age", "86400")
}
