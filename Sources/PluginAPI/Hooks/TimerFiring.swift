/// A timer that became due.
public struct TimerFiring: Sendable {
    /// Name of the timer in the manifest.
    public let name: String
    /// When it was due; the event's time is never earlier.
    public let dueAt: Timestamp

    /// Makes a firing.
    public init(name: String, dueAt: Timestamp) {
        self.name = name
        self.dueAt = dueAt
    }
}
