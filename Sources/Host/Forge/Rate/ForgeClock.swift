package import Contract
internal import Foundation

/// The time that budgets and pauses go by.
package protocol ForgeClock: Sendable {
    /// The moment now.
    var now: Timestamp { get }

    /// Waits until a moment; returns at once when it has passed. Throws `CancellationError`.
    func sleep(until moment: Timestamp) async throws
}

/// The clock of the machine.
package struct SystemForgeClock: ForgeClock {
    /// Makes the clock.
    package init() {}

    package var now: Timestamp { Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)) }

    package func sleep(until moment: Timestamp) async throws {
        let milliseconds = moment - now
        if milliseconds > 0 { try await Task.sleep(for: .milliseconds(milliseconds)) }
    }
}
