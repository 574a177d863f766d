internal import CGit2

/// Initialises libgit2, and turns its failures into errors.
enum GitLibrary {
    // The library counts initialisations; one per process is enough, and it is never shut down.
    private static let startCode: Int32 = sy_git2_start()

    static func start() throws {
        try check(startCode, "Starting libgit2")
    }

    /// Throws the library's own message if `code` is an error.
    ///
    /// - Parameter doing: what was attempted, as the start of a sentence.
    static func check(
        _ code: Int32, _ doing: @autoclosure () -> String, file: String = #fileID, line: Int = #line
    ) throws {
        guard code < 0 else { return }
        let reason = git_error_last().flatMap { $0.pointee.message }.map { String(cString: $0) } ?? "error \(code)"
        let kind: GitError.Code = code == GIT_ENOTFOUND.rawValue ? .missingObject : .library
        throw GitError(kind, "\(doing()) failed: \(reason).", file: file, line: line)
    }
}
