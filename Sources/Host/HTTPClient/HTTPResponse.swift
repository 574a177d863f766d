/// A whole answer.
package struct HTTPResponse: Sendable {
    /// The status code, 200 to 599.
    package let status: Int
    /// The header fields of the final answer (not of 1xx ones), trailers after them.
    package let headers: HTTPHeaders
    /// The body, decompressed.
    package let body: [UInt8]
    /// The URL that answered: the request's, or where a followed redirect led.
    package let url: String
    /// The protocol version: "1.0", "1.1", "2".
    package let version: String
    /// Whether the request used a connection that already existed.
    package let reusedConnection: Bool

    /// Makes an answer.
    package init(
        status: Int, headers: HTTPHeaders = [:], body: [UInt8] = [], url: String = "", version: String = "1.1",
        reusedConnection: Bool = false
    ) {
        self.status = status
        self.headers = headers
        self.body = body
        self.url = url
        self.version = version
        self.reusedConnection = reusedConnection
    }
}
