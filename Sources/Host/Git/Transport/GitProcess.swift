internal import Foundation
internal import Subprocess

/// Runs the git executable: no shell, an environment of our own, pinned configuration, a deadline.
struct GitProcess: Sendable {
    struct Output: Sendable {
        let status: Int32
        let standardOutput: [UInt8]
        let standardError: String

        /// Standard output as text; bytes that are not UTF-8 are replaced.
        var text: String { String(decoding: standardOutput, as: UTF8.self) }
    }

    // The output consists of names and ids; a run that prints more than this has gone wrong.
    private static let outputLimit = 64 << 20
    private static let errorLimit = 4 << 20

    /// Configuration for every run; the system's and the user's are not read.
    private static let configuration = [
        "gc.auto=0", "maintenance.auto=false", "core.hooksPath=/dev/null", "core.fsmonitor=false",
        "core.attributesFile=/dev/null", "credential.helper=", "protocol.allow=never", "advice.detachedHead=false",
    ]

    let settings: GitSettings

    /// Runs git and waits for it to end.
    ///
    /// - Parameters:
    ///   - arguments: subcommand and its arguments.
    ///   - directory: the bare repository (`GIT_DIR`).
    ///   - configuration: further `key=value` pairs.
    ///   - environment: further variables; never secrets.
    ///   - diesWithHost: whether git is killed when the host dies; see ``GitKeeper``. Not worth the 30 ms that a keeper takes to start for
    ///     a command that is short and changes nothing.
    /// - Returns: what it printed and its exit status, whatever that is.
    /// - Throws: `timeout` after the deadline, `process` if git cannot be started or died of a signal.
    func run(
        _ arguments: [String], in directory: String, configuration: [String] = [],
        environment: [String: String] = [:], deadline: Duration, diesWithHost: Bool = true
    ) async throws -> Output {
        let configured = prepare(arguments, directory, configuration, environment, diesWithHost)
        let subcommand = arguments.first ?? "git"
        let result = try await Self.beforeDeadline(deadline, of: subcommand) {
            try await Subprocess.run(
                configured, output: .bytes(limit: Self.outputLimit), error: .bytes(limit: Self.errorLimit))
        }
        return Output(
            status: try Self.status(result.terminationStatus, of: subcommand), standardOutput: result.standardOutput,
            standardError: String(decoding: result.standardError, as: UTF8.self))
    }

    /// Runs git and exchanges input and output with it while it runs; without a deadline.
    ///
    /// - Parameter body: does the exchange. When it returns, git's input is closed. If this task is cancelled, git is killed.
    /// - Returns: git's exit status and its standard error.
    func converse(
        _ arguments: [String], in directory: String, configuration: [String], diesWithHost: Bool,
        _ body: (GitConversation) async throws -> Void
    ) async throws -> (status: Int32, standardError: String) {
        Self.survivesClosedPipes
        let configured = prepare(arguments, directory, configuration, [:], diesWithHost)
        let subcommand = arguments.first ?? "git"
        return try await Self.explained(subcommand) {
            let result = try await Subprocess.run(
                configured, input: .inputWriter, output: .sequence, error: .bytes(limit: Self.errorLimit)
            ) { execution in
                try await body(
                    GitConversation(input: execution.standardInputWriter, output: execution.standardOutput.makeAsyncIterator()))
                try await execution.standardInputWriter.finish()
            }
            return (try Self.status(result.terminationStatus, of: subcommand), String(decoding: result.standardError, as: UTF8.self))
        }
    }

    // Writing to a dead process must be an error, not kill this process.
    private static let survivesClosedPipes: Void = { signal(SIGPIPE, SIG_IGN) }()

    private func prepare(
        _ arguments: [String], _ directory: String, _ configuration: [String], _ environment: [String: String], _ diesWithHost: Bool
    ) -> Configuration {
        let all = (Self.configuration + configuration).flatMap { ["-c", $0] } + arguments
        var program = settings.executable
        var words = all
        if diesWithHost, let keeper = settings.keeper {
            program = keeper.path
            words = keeper.arguments(for: [settings.executable] + all)
        }
        let folder = URL(filePath: program).deletingLastPathComponent().path
        var variables = variables(directory: directory, adding: environment)
        // Found by name in exactly its folder: the type for a path belongs to a package that we do not import.
        variables["PATH"] = "\(folder):/usr/local/bin:/usr/bin:/bin"
        return Configuration(
            executable: .name(URL(filePath: program).lastPathComponent), arguments: Arguments(words),
            environment: .custom(variables), platformOptions: Self.options)
    }

    private static func status(_ status: TerminationStatus, of subcommand: String) throws -> Int32 {
        guard case .exited(let code) = status else {
            throw GitError(.process, "git \(subcommand) was ended by a signal (\(status)).")
        }
        return code
    }

    private static var options: PlatformOptions {
        var options = PlatformOptions()
        // A process group of its own, so that git's helpers end with it.
        options.processGroupID = 0
        options.teardownSequence = [.gracefulShutDown(toProcessGroup: true, allowedDurationToNextStep: .seconds(2))]
        return options
    }

    private func variables(directory: String, adding more: [String: String]) -> [Environment.Key: String] {
        var variables = settings.environment
        // Without it neither the keeper nor the askpass helper finds a Swift runtime in an unusual place.
        variables["LD_LIBRARY_PATH"] = ProcessInfo.processInfo.environment["LD_LIBRARY_PATH"]
        variables["HOME"] = "/nonexistent"
        variables["LC_ALL"] = "C.UTF-8"
        variables["GIT_CONFIG_NOSYSTEM"] = "1"
        variables["GIT_CONFIG_GLOBAL"] = "/dev/null"
        variables["GIT_ATTR_NOSYSTEM"] = "1"
        variables["GIT_TERMINAL_PROMPT"] = "0"
        variables["GIT_NO_REPLACE_OBJECTS"] = "1"
        variables["GIT_DIR"] = directory
        variables.merge(more) { $1 }
        return Dictionary(uniqueKeysWithValues: variables.map { (Environment.Key(stringLiteral: $0.key), $0.value) })
    }

    /// - Throws: `timeout` after the deadline, once `body` has been cancelled and has ended.
    static func beforeDeadline<Result: Sendable>(
        _ deadline: Duration, of subcommand: String, _ body: @escaping @Sendable () async throws -> Result
    ) async throws -> Result {
        try await explained(subcommand) {
            try await withThrowingTaskGroup(of: Result?.self) { group in
                group.addTask { try await body() }
                group.addTask {
                    try await Task.sleep(for: deadline)
                    return nil
                }
                defer { group.cancelAll() }
                // The first to finish decides; leaving the group kills the process and waits for it.
                guard let first = try await group.next(), let result = first else {
                    throw GitError(.timeout, "git \(subcommand) did not end within \(deadline); it was killed.")
                }
                return result
            }
        }
    }

    private static func explained<Result>(_ subcommand: String, _ body: () async throws -> Result) async throws -> Result {
        do {
            return try await body()
        } catch let error as SubprocessError {
            throw GitError(.process, "git \(subcommand) could not be run: \(error).", cause: error)
        }
    }
}
