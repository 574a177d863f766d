internal import Foundation

/// Why a process cannot be confined. No plugin may run after such an error.
package struct IsolationError: Error, Sendable, CustomStringConvertible {
    /// What kind of failure it is.
    package enum Code: String, Sendable {
        /// The process already has other threads, which would not be confined.
        case notSingleThreaded
        /// A path of the rules cannot be opened.
        case path
        /// The kernel refused.
        case refused
    }

    /// What kind of failure it is.
    package let code: Code
    /// What happened, with the kernel's reason.
    package let message: String

    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// - Parameter result: what a function of CIsolation returned, a negative errno.
    init(_ code: Code, _ doing: String, result: Int32) {
        self.init(code, "\(doing) failed: \(String(cString: strerror(-result))).")
    }

    /// The message.
    package var description: String { message }
}
