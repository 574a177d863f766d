/// Why the forge did not do what it was asked.
///
/// The executor switches on ``disposition`` alone; ``code`` is for the outcome that the asker gets. Two errors are equal when
/// code and disposition are.
package struct ForgeError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What a second attempt would be worth.
    package enum Disposition: Sendable, Equatable {
        /// Worth trying again, not before that many milliseconds have passed.
        case retry(afterMilliseconds: Int64)
        /// It would fail again: a person has to change something.
        case permanent
        /// What was asked no longer fits: the caller has to look and decide anew.
        case stale
    }

    /// The kind of failure.
    package struct Code: Sendable, Hashable, CustomStringConvertible {
        private enum Kind: String {
            case notFound = "not_found"
            case permission, validation, stale, unavailable
            case invalidRequest = "invalid_request"
            case rateLimited = "rate_limited"
            case authentication
            case malformedAnswer = "malformed_answer"
        }
        private let kind: Kind

        /// The forge knows no such thing, or does not show it to this credential.
        package static let notFound = Code(kind: .notFound)
        /// The credential may not do this.
        package static let permission = Code(kind: .permission)
        /// The forge refuses the content.
        package static let validation = Code(kind: .validation)
        /// The thing changed since the question was asked.
        package static let stale = Code(kind: .stale)
        /// The forge cannot be reached or fails inside.
        package static let unavailable = Code(kind: .unavailable)
        /// The question makes no sense; nothing was sent, or the forge could not read it.
        package static let invalidRequest = Code(kind: .invalidRequest)
        /// The credential has used up its calls.
        package static let rateLimited = Code(kind: .rateLimited)
        /// The forge does not accept the credential.
        package static let authentication = Code(kind: .authentication)
        /// The forge's answer is not what it should be.
        package static let malformedAnswer = Code(kind: .malformedAnswer)

        package var description: String { kind.rawValue }

        /// The failure code of the outcome: one of the codes that plugins know.
        package var outcome: String {
            switch kind {
            case .rateLimited, .malformedAnswer: "unavailable"
            case .authentication: "permission"
            default: kind.rawValue
            }
        }
    }

    /// The kind of failure.
    package let code: Code
    /// What a second attempt would be worth.
    package let disposition: Disposition
    /// What happened and what to do; never holds a token.
    package let message: String
    /// The call: `METHOD /path`, without query.
    package let location: String
    /// Whether the forge may have done it nevertheless, so that the next attempt has to look first.
    package let mayHaveHappened: Bool
    /// The status of the forge's answer; nil where there was none.
    package let status: Int?
    /// The error of the layer below, where there is one.
    package let cause: (any Error)?

    /// Makes an error.
    package init(
        _ code: Code, _ disposition: Disposition, _ message: String, location: String, mayHaveHappened: Bool = false, status: Int? = nil,
        cause: (any Error)? = nil
    ) {
        self.code = code
        self.disposition = disposition
        self.message = message
        self.location = location
        self.mayHaveHappened = mayHaveHappened
        self.status = status
        self.cause = cause
    }

    package static func == (left: ForgeError, right: ForgeError) -> Bool {
        left.code == right.code && left.disposition == right.disposition
    }

    package var description: String { "\(location): \(message) [\(code)]" }
}
