/// Why a hook or a host call did not do what was asked.
///
/// Thrown by ``Host`` members, and by hooks. The message of an error that an operation or a query throws is shown to the
/// person who asked; that of any other hook is logged and the event is undone.
public struct PluginError: Error, Sendable {
    /// What kind of failure it is; crosses the plugin boundary as a number.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        private enum Base: Int32 {
            case failed = 1
            case invalid, notFound, forbidden, conflict, unsupported
        }

        private let base: Base

        private init(_ base: Base) { self.base = base }

        /// Anything without a code of its own.
        public static let failed = Code(.failed)
        /// An argument is malformed, or the handle is used after its hook returned.
        public static let invalid = Code(.invalid)
        /// The thing asked for does not exist.
        public static let notFound = Code(.notFound)
        /// Not granted, or not possible in this hook.
        public static let forbidden = Code(.forbidden)
        /// The present state does not allow it.
        public static let conflict = Code(.conflict)
        /// The other side does not offer it.
        public static let unsupported = Code(.unsupported)

        /// The code of a number that crossed the boundary; unknown ones are ``failed``.
        public init(status: Int32) { base = Base(rawValue: status) ?? .failed }

        /// The number that crosses the boundary.
        public var status: Int32 { base.rawValue }

        /// The name, as in documents: `not_found`.
        public var description: String { base == .notFound ? "not_found" : "\(base)" }
    }

    /// The kind of failure.
    public let code: Code
    /// What happened and what to do about it, as a sentence.
    public let message: String
    /// The error behind this one.
    public let cause: (any Error)?

    /// Makes an error.
    public init(_ code: Code, _ message: String, cause: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }

    /// The error as it is, or wrapped as ``Code/failed`` with its own description.
    public init(wrapping error: any Error) {
        self = error as? PluginError ?? PluginError(.failed, "\(error)", cause: error)
    }
}

extension PluginError: Equatable, CustomStringConvertible {
    /// True if the codes are equal: messages are for people.
    public static func == (first: PluginError, second: PluginError) -> Bool { first.code == second.code }

    /// Code and message.
    public var description: String { "\(code): \(message)" }
}
