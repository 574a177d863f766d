package import Forge
package import HostConfiguration
package import Logging

/// What a host is started with, besides its configuration.
package struct RuntimeOptions: Sendable {
    /// The folder for everything that is kept.
    package var dataDirectory: String
    /// This executable: git calls it for credentials.
    package var executable: String
    /// Where the first administrator's token is written.
    package var adminTokenFile: String
    /// Where `token_env` credentials are looked up.
    package var environment: [String: String]
    /// The kinds of forges that are built in.
    package var forges: ForgeProviders
    package var clock: any EngineClock
    package var retries: RetryPolicy
    /// Start with timers and effects held back until an operator releases them.
    package var isMaintenance: Bool
    package var logger: Logger
    /// How to run the runner as a process of its own; nil runs it in this one, for tests with their own clock.
    package var runner: RunnerOptions?
    /// Reads the configuration anew, for a reload; nil keeps the present one.
    package var readConfiguration: (@Sendable () throws -> Configuration)?

    /// Options with the defaults of a daemon; the clock defaults to the machine's.
    package init(
        dataDirectory: String, executable: String, adminTokenFile: String? = nil, environment: [String: String],
        forges: ForgeProviders, clock: (any EngineClock)? = nil, retries: RetryPolicy = RetryPolicy(), isMaintenance: Bool = false,
        runner: RunnerOptions? = nil,
        logger: Logger
    ) {
        self.dataDirectory = dataDirectory
        self.executable = executable
        self.adminTokenFile = adminTokenFile ?? "\(dataDirectory)/admin-token"
        self.environment = environment
        self.forges = forges
        self.clock = clock ?? SystemClock(logger: logger)
        self.retries = retries
        self.isMaintenance = isMaintenance
        self.runner = runner
        self.logger = logger
    }
}
