/// How the host runs its runner.
package struct RunnerOptions: Sendable {
    /// This executable.
    package var executable: String
    /// The few variables that the runner gets.
    package var environment: [String: String]
    package var log: LogSettings
    /// Whether the runner gives up the rights that plugins do not need.
    package var isConfined = true
    /// How long a hook inside an event may take; milliseconds.
    package var hookDeadline: Int64 = 30_000
    /// How long a runner may take to load and start its plugins; milliseconds.
    package var startDeadline: Int64 = 30_000
    /// How long a query may take; milliseconds.
    package var queryDeadline: Int64 = 10_000
    /// How long a runner may take to exit when told to; milliseconds.
    package var stopDeadline: Int64 = 5_000
    /// How much memory of its own a runner may use, in bytes: a leak ends the runner and not the machine. 0: no limit.
    package var memoryLimit: UInt64 = 4 << 30
    /// The first runner, if it has already been started.
    package var early: EarlyRunner?

    package init(executable: String, environment: [String: String], log: LogSettings) {
        self.executable = executable
        self.environment = environment
        self.log = log
    }
}
