/// The limits for requests that do not set their own.
package struct HTTPClientConfiguration: Sendable {
    /// Milliseconds within which a connection must be established.
    package var connectDeadline = 10_000
    /// Milliseconds within which the whole answer must have arrived.
    package var totalDeadline = 60_000
    /// The largest answer body in bytes.
    package var responseLimit = 32 * 1024 * 1024
    /// Connections to one host at a time; over HTTP/2 each carries many requests.
    package var connectionsPerHost = 8
    /// Whether http (without TLS) may leave the machine; it is always allowed to loopback addresses.
    package var allowsPlainHTTP = false
    /// A proxy as `http://host:port`; nil for none. The environment is not read.
    package var proxy: String?
    /// A PEM file of certificate authorities to use instead of the system's; nil for the system's.
    package var certificateAuthorities: String?
    /// The `User-Agent` of requests that do not set one.
    package var userAgent = "switchyard"

    /// Makes a configuration with the defaults.
    package init() {}
}
