package import Logging

/// How the git executable is run, and where the cache lives.
package struct GitSettings: Sendable {
    /// The folder of the bare repositories, `DATA/git`.
    package var directory: String
    /// The git executable, an absolute path.
    package var executable: String
    /// The program that makes git die with the host; without one git is started directly.
    package var keeper: GitKeeper?
    /// The program that hands credentials to git; see ``AskpassHelper``.
    package var askpass: AskpassHelper?
    /// Variables of the host that git needs for transport, such as `https_proxy` and `SSL_CERT_FILE`. Never secrets.
    package var environment: [String: String]
    /// Whether `file:` remotes are allowed; for tests only.
    package var allowsFileTransport: Bool
    /// The deadlines for one run of git.
    package var deadlines: Deadlines
    package var logger: Logger

    package struct Deadlines: Sendable {
        package var fetch: Duration = .seconds(600)
        package var push: Duration = .seconds(300)
        package var read: Duration = .seconds(60)
        package var merge: Duration = .seconds(120)
        package var maintenance: Duration = .seconds(1800)

        package init() {}
    }

    package init(
        directory: String, executable: String = "/usr/bin/git", keeper: GitKeeper? = nil, askpass: AskpassHelper? = nil,
        environment: [String: String] = [:], allowsFileTransport: Bool = false,
        deadlines: Deadlines = Deadlines(), logger: Logger
    ) {
        self.directory = directory
        self.executable = executable
        self.keeper = keeper
        self.askpass = askpass
        self.environment = environment
        self.allowsFileTransport = allowsFileTransport
        self.deadlines = deadlines
        self.logger = logger
    }
}
