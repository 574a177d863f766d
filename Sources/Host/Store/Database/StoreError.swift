/// Why a database could not do what was asked, and what to do about it.
package struct StoreError: Error, CustomStringConvertible, Sendable {
    /// What kind of failure it was.
    package struct Code: Hashable, Sendable, CustomStringConvertible {
        private enum Value: String { case cannotOpen, newerSchema, misuse, invalidSQL }
        private let value: Value

        /// The file cannot be opened, created or locked.
        package static let cannotOpen = Code(value: .cannotOpen)
        /// The file was written by a newer version of Switchyard.
        package static let newerSchema = Code(value: .newerSchema)
        /// The caller broke a rule of this module.
        package static let misuse = Code(value: .misuse)
        /// A statement was refused.
        package static let invalidSQL = Code(value: .invalidSQL)

        package var description: String { value.rawValue }
    }

    package var code: Code
    package var message: String
    package var cause: (any Error)?

    package init(_ code: Code, _ message: String, cause: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }

    package var description: String {
        guard let cause else { return message }
        return "\(message) (\(cause))"
    }
}
