/// Why the host cannot start: what is wrong, where, and what to do.
package struct RuntimeError: Error, Sendable, CustomStringConvertible {
    package var message: String

    package init(_ message: String) { self.message = message }

    package var description: String { message }
}
