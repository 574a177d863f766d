/// Turns git's output into an error that says what to do.
enum TransportFailure {
    /// - Parameters:
    ///   - text: git's standard error, without credentials.
    ///   - doing: what was attempted, as the start of a sentence.
    static func error(_ text: String, status: Int32, doing: String) -> GitError {
        let code = code(text)
        let reason = text.split(separator: "\n").filter { !$0.isEmpty }.suffix(12).joined(separator: "\n")
        return GitError(code, "\(doing) failed (\(status)): \(reason.prefix(4000))")
    }

    private static func code(_ text: String) -> GitError.Code {
        let lower = text.lowercased()
        for (code, phrases) in phrases where phrases.contains(where: { lower.contains($0) }) { return code }
        return .unavailable
    }

    // The order matters: after a refused login git also says that the address cannot be accessed.
    private static let phrases: [(GitError.Code, [String])] = [
        (
            .authentication,
            [
                "authentication failed", "could not read username", "could not read password",
                "invalid username or password", "returned error: 401", "invalid credentials",
            ]
        ),
        (
            .unavailable,
            [
                "returned error: 429", "rate limit", "returned error: 5", "http 5", "could not resolve host",
                "connection refused", "connection timed out", "connection reset", "early eof", "hung up unexpectedly",
                "internal server error", "operation timed out", "failed to connect",
            ]
        ),
        (
            .permission,
            [
                "returned error: 403", "permission to", "write access to repository not granted",
                "access denied",
            ]
        ),
        (
            .notFound,
            [
                "repository not found", "returned error: 404", "does not appear to be a git repository",
                "not found",
            ]
        ),
        (.missingObject, ["bad object", "missing blob", "missing tree", "missing commit", "src refspec"]),
        (.corruptObject, ["fsck error", "error in object", "did not send all necessary objects", "inflate:"]),
        (.invalidRequest, ["transport 'http' not allowed", "transport 'file' not allowed", "transport '"]),
    ]
}
