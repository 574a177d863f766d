import Foundation

/// Why a runner could not be started, or does not answer.
package struct SupervisionError: Error, Sendable, CustomStringConvertible {
    /// What kind of failure it is.
    package enum Code: Sendable {
        /// The system refused something that a runner needs.
        case system
        /// There is no runner at the moment; the next one is starting.
        case notRunning
        /// Nothing is applied, because an essential plugin is in quarantine.
        case paused
        /// The runner said why it cannot work.
        case refused
        /// A plugin crashed the runner while it was being loaded or started.
        case crashed
        /// What came over the link is not a message.
        case malformed
    }

    package var code: Code
    /// What happened and what to do about it.
    package var message: String
    /// The plugin to blame.
    package var plugin: String?

    package init(_ code: Code, _ message: String, plugin: String? = nil) {
        self.code = code
        self.message = message
        self.plugin = plugin
    }

    /// The same error with its consequence added.
    func followed(by sentence: String) -> SupervisionError { SupervisionError(code, "\(message); \(sentence)", plugin: plugin) }

    init(_ code: Code, _ message: String, _ errno: Int32) {
        self.init(code, "\(message): \(String(cString: strerror(errno)))")
    }

    package var description: String { message }
}
