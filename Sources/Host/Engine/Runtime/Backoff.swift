/// Pauses between attempts that double with each failure.
package struct Backoff: Sendable, Hashable {
    /// The pause after the first failure, in milliseconds.
    package var base: Int64
    /// The longest pause, in milliseconds.
    package var ceiling: Int64

    /// - Parameters:
    ///   - base: the pause after the first failure, in milliseconds.
    ///   - ceiling: the longest pause, in milliseconds.
    package init(base: Int64, ceiling: Int64) {
        self.base = base
        self.ceiling = ceiling
    }

    /// The pause after a number of failures in a row, in milliseconds.
    /// - Parameter atLeast: the delay that the other side asked for, in milliseconds; it overrides the ceiling.
    package func delay(afterFailures count: Int, atLeast: Int64? = nil) -> Int64 {
        let exponent = min(max(count - 1, 0), 30)
        return max(min(base << exponent, ceiling), atLeast ?? 0)
    }
}
