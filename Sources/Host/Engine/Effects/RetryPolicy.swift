/// When an effect that did not succeed is retried, and when it is given up.
package struct RetryPolicy: Sendable, Hashable {
    /// The pauses between attempts.
    package var backoff: Backoff
    /// After this many attempts an effect is given up, if it is old enough.
    package var attempts: Int
    /// A younger effect is retried whatever its attempts, in milliseconds: an outage of the forge may last for hours.
    package var minimumAge: Int64

    package init(
        backoff: Backoff = Backoff(base: 1_000, ceiling: 600_000), attempts: Int = 12, minimumAge: Int64 = 24 * 3_600_000
    ) {
        self.backoff = backoff
        self.attempts = attempts
        self.minimumAge = minimumAge
    }

    /// Whether to give up.
    /// - Parameters:
    ///   - count: attempts so far.
    ///   - age: since the effect was requested, or an operator had it retried, in milliseconds.
    package func isExhausted(attempts count: Int, age: Int64) -> Bool { count >= attempts && age >= minimumAge }
}
