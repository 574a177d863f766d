/// A failure of the git engine, and what to do next.
///
/// Outcomes that the domain expects (a conflict, a stale lease, a missing head) are values, not errors.
/// Two errors are equal when their codes are.
package struct GitError: Error, Sendable, Equatable {
    /// What kind of failure it was.
    package struct Code: Hashable, Sendable, CustomStringConvertible {
        private enum Kind: String {
            case invalidRequest = "invalid_request"
            case missingObject = "missing_object"
            case corruptObject = "corrupt_object"
            case library
            case process
            case timeout
            case authentication
            case permission
            case notFound = "not_found"
            case unavailable
            case staleReference = "stale"
        }

        private let kind: Kind

        /// The request breaks a rule of this module; retrying cannot help.
        package static let invalidRequest = Code(kind: .invalidRequest)
        /// An object that the request names is not in the repository.
        package static let missingObject = Code(kind: .missingObject)
        /// An object in the repository cannot be read.
        package static let corruptObject = Code(kind: .corruptObject)
        /// libgit2 reported a failure.
        package static let library = Code(kind: .library)
        /// The git executable failed in a way that has no code of its own.
        package static let process = Code(kind: .process)
        /// The deadline passed; it is unknown whether the other side acted.
        package static let timeout = Code(kind: .timeout)
        /// The forge did not accept the credential.
        package static let authentication = Code(kind: .authentication)
        /// The credential may not do this.
        package static let permission = Code(kind: .permission)
        /// The remote repository does not exist, or is hidden from the credential.
        package static let notFound = Code(kind: .notFound)
        /// The forge could not be reached or could not answer.
        package static let unavailable = Code(kind: .unavailable)
        /// A reference moved in the meantime.
        package static let staleReference = Code(kind: .staleReference)

        /// The code as written to outcomes and logs.
        package var description: String { kind.rawValue }
    }

    /// What the executor of effects does with the failure.
    package enum Classification: String, Sendable {
        /// Try again later.
        case retry
        /// Trying again gives the same answer.
        case permanent
        /// The world has moved: look first, then decide anew.
        case stale
    }

    /// What kind of failure it was; decides equality.
    package let code: Code
    /// What happened and what to do, in one or two sentences; never holds a credential.
    package let message: String
    /// The error below this one, if there was one.
    package let cause: (any Error)?
    /// Where it was created.
    package let file: String
    /// The line in that file.
    package let line: Int

    /// Makes an error, located at the call.
    package init(
        _ code: Code, _ message: String, cause: (any Error)? = nil, file: String = #fileID, line: Int = #line
    ) {
        self.code = code
        self.message = message
        self.cause = cause
        self.file = file
        self.line = line
    }

    /// What the executor of effects does with it; follows from the code alone.
    package var classification: Classification {
        switch code {
        case .timeout, .unavailable, .process: .retry
        case .staleReference: .stale
        default: .permanent
        }
    }

    package static func == (left: GitError, right: GitError) -> Bool { left.code == right.code }
}

extension GitError: CustomStringConvertible {
    package var description: String { "\(code): \(message) (\(file):\(line))" }
}
