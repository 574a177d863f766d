internal import Contract

/// Transfers between a bare repository and a forge, done by the git executable.
struct GitTransport: Sendable {
    let process: GitProcess

    private static let configuration = [
        "protocol.version=2", "http.followRedirects=false", "http.lowSpeedLimit=1000", "http.lowSpeedTime=60",
        "transfer.fsckObjects=true", "fetch.unpackLimit=1", "fetch.writeCommitGraph=false", "push.followTags=false",
        "push.recurseSubmodules=no", "push.gpgSign=false",
        // Defects of old commits that no fetch can repair; without this their repositories could not be used at all.
        "fetch.fsck.missingSpaceBeforeDate=ignore", "fetch.fsck.zeroPaddedFilemode=ignore",
        "fetch.fsck.badTimezone=ignore", "fetch.fsck.missingEmail=ignore",
    ]

    /// Runs git with access to the credential of the remote.
    ///
    /// - Returns: the output; the credential is removed from standard error.
    func run(
        _ arguments: [String], in directory: String, remote: Remote, deadline: Duration
    ) async throws -> GitProcess.Output {
        let settings = process.settings
        let configuration = try Self.configuration + remote.configuration(allowsFiles: settings.allowsFileTransport)
        var environment: [String: String] = [:]
        var pipe: CredentialPipe?
        if let credential = remote.credential {
            guard let askpass = settings.askpass else {
                throw GitError(.invalidRequest, "A remote has a credential, but no askpass helper is set up.")
            }
            let made = try CredentialPipe(credential, directory: settings.directory)
            environment = ["GIT_ASKPASS": askpass.path, AskpassHelper.pipeVariable: made.path]
            pipe = made
        }
        let output = try await process.run(
            arguments, in: directory, configuration: configuration, environment: environment, deadline: deadline)
        withExtendedLifetime(pipe) {}
        let text = remote.credential?.redacting(output.standardError) ?? output.standardError
        return GitProcess.Output(status: output.status, standardOutput: output.standardOutput, standardError: text)
    }

    /// Reads what references point to on the remote; those that do not exist there are missing from the answer.
    ///
    /// - Parameter references: full names, such as `refs/heads/main`.
    func readReferences(_ references: [String], in directory: String, from remote: Remote) async throws -> [String: ObjectID] {
        try references.forEach(ReferenceName.check)
        let output = try await run(
            ["ls-remote", "--refs", "--quiet", "--", remote.url] + references, in: directory, remote: remote,
            deadline: process.settings.deadlines.read)
        guard output.status == 0 else {
            throw TransportFailure.error(output.standardError, status: output.status, doing: "Reading references")
        }
        var found: [String: ObjectID] = [:]
        for line in output.text.split(separator: "\n") {
            let fields = line.split(separator: "\t")
            guard fields.count == 2, let id = ObjectID(fields[0]) else { continue }
            found[String(fields[1])] = id
        }
        // git matches the end of a name, so refs/heads/main also finds refs/heads/x/refs/heads/main.
        return found.filter { references.contains($0.key) }
    }
}
