import Store

/// The process of the first runner, started early: it takes a while to come up, and needs only the executable for that.
///
/// It ends when this process does, for whatever reason.
package struct EarlyRunner: Sendable {
    /// The thread that started it, and starts those that come after it.
    let thread = PermanentThread(name: "switchyard.spawn")
    /// Nil if it could not be started; the reason is reported when it is needed.
    let connection: RunnerConnection?

    /// Starts the process.
    ///   - executable: this executable.
    ///   - executable: this program.
    ///   - environment: the few variables that the runner gets.
    package init(executable: String, environment: [String: String], clock: any EngineClock = SystemClock()) async {
        connection = try? await Self.start(executable, environment, on: thread, at: clock.now)
    }

    static func start(
        _ executable: String, _ environment: [String: String], on thread: PermanentThread, at time: Int64
    ) async throws -> RunnerConnection {
        try await RunnerConnection.start(
            executable: executable, environment: environment.merging(FaultPoint.environmentOfNextRunner()) { $1 }, on: thread, at: time)
    }
}
