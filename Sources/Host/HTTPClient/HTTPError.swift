/// Why there is no answer to a request.
///
/// An answer with status 4xx or 5xx is an answer, not an error. Two errors are equal when their codes are.
package struct HTTPError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The kind of failure.
    package struct Code: Sendable, Hashable, CustomStringConvertible {
        private enum Kind: String {
            case invalidRequest, resolve, connect, tls, deadline, tooLarge, redirect, connectionLost, protocolViolation, cancelled,
                shutDown,
                internalFailure
        }
        private let kind: Kind

        /// The request cannot be sent: a bad URL, method or header, or plain http to another machine.
        package static let invalidRequest = Code(kind: .invalidRequest)
        /// The host name has no address.
        package static let resolve = Code(kind: .resolve)
        /// Nobody accepted the connection.
        package static let connect = Code(kind: .connect)
        /// No trusted TLS connection could be established.
        package static let tls = Code(kind: .tls)
        /// A deadline of the request passed.
        package static let deadline = Code(kind: .deadline)
        /// The answer is larger than the request allows.
        package static let tooLarge = Code(kind: .tooLarge)
        /// The answer redirects to another origin, or too many times.
        package static let redirect = Code(kind: .redirect)
        /// The connection ended before the answer did.
        package static let connectionLost = Code(kind: .connectionLost)
        /// The peer does not speak HTTP as it should.
        package static let protocolViolation = Code(kind: .protocolViolation)
        /// The task that waited was cancelled.
        package static let cancelled = Code(kind: .cancelled)
        /// The client was shut down.
        package static let shutDown = Code(kind: .shutDown)
        /// libcurl failed for an internal reason.
        package static let internalFailure = Code(kind: .internalFailure)

        package var description: String { kind.rawValue }
    }

    /// The kind of failure.
    package let code: Code
    /// What happened and what to do, in one sentence or two; contains neither header values nor a query.
    package let message: String
    /// The message of the library below, if it gave one.
    package let cause: String?
    /// The request: `METHOD URL`, without the query.
    package let location: String
    /// Whether the peer may have received the request and so may have acted on it.
    package let mayHaveArrived: Bool

    /// Makes an error.
    package init(_ code: Code, _ message: String, cause: String? = nil, location: String, mayHaveArrived: Bool = false) {
        self.code = code
        self.message = message
        self.cause = cause
        self.location = location
        self.mayHaveArrived = mayHaveArrived
    }

    package static func == (left: HTTPError, right: HTTPError) -> Bool { left.code == right.code }

    package var description: String {
        "\(location): \(message)\(cause.map { " (\($0))" } ?? "") [\(code)]"
    }
}
