/// How long to wait before an effect is tried again.
package struct Backoff: Sendable, Hashable {
    /// The wait after the first failure, in milliseconds; doubles with each further one.
    package var base: Int64 = 1_000
    /// The longest wait, in milliseconds.
    package var ceiling: Int64 = 600_000
    /// After this many attempts an effect is given up and becomes a dead letter, if it is old enough.
    package var attempts: Int = 12
    /// An effect younger than this is tried on, in milliseconds: an outage of the forge may last for hours.
    package var minimumAge: Int64 = 24 * 3_600_000

    package init(base: Int64 = 1_000, ceiling: Int64 = 600_000, attempts: Int = 12, minimumAge: Int64 = 24 * 3_600_000) {
        self.minimumAge = minimumAge
        self.base = base
        self.ceiling = ceiling
        self.attempts = attempts
    }

    /// The wait after a number of failed attempts, in milliseconds.
    /// - Parameter atLeast: what the forge asked for, in milliseconds.
    package func delay(afterAttempts count: Int, atLeast: Int64?) -> Int64 {
        let exponent = min(max(count - 1, 0), 30)
        let own = min(base << exponent, ceiling)
        return max(own, atLeast ?? 0)
    }

    /// Whether another attempt is not worth it.
    /// - Parameters:
    ///   - count: attempts since then.
    ///   - age: since the effect was asked for, or an operator had it tried again, in milliseconds.
    package func isExhausted(attempts count: Int, age: Int64) -> Bool { count >= attempts && age >= minimumAge }
}
