/// The limits that hold for a client's requests where a request does not set its own.
package struct HTTPClientConfiguration: Sendable {
    /// Milliseconds until a connection must stand.
    package var connectDeadline = 10_000
    /// Milliseconds until a whole answer must be there.
    package var totalDeadline = 60_000
    /// The largest answer body in bytes.
    package var responseLimit = 32 * 1024 * 1024
    /// Connections to one host at a time; with HTTP/2 each carries many requests.
    package var connectionsPerHost = 8
    /// Whether http (without TLS) may leave the machine; to loopback addresses it always may.
    package var allowsPlainHTTP = false
    /// A proxy as `http://host:port`; nil for none. The environment is not asked.
    package var proxy: String?
    /// A PEM file of certificate authorities instead of the system's; nil for the system's.
    package var certificateAuthorities: String?
    /// The `User-Agent` of requests that set none.
    package var userAgent = "switchyard"

    /// Makes a configuration with the defaults.
    package init() {}
}
