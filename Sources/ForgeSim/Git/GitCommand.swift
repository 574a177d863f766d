import Foundation

/// The result of a `git` process.
struct GitOutput: Sendable {
    let status: Int
    let bytes: [UInt8]
    let errors: String

    var text: String { String(decoding: bytes, as: UTF8.self) }
    var lines: [String] { text.split(separator: "\n").map(String.init) }
}

/// A git process failed that must not fail.
struct GitFailure: Error, CustomStringConvertible {
    let description: String
}

/// Runs the `git` executable without the configuration of the machine or the user.
enum GitCommand {
    static let environment: [String: String] = [
        "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin",
        "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C", "HOME": "/nonexistent",
        "GIT_AUTHOR_NAME": "forgesim", "GIT_AUTHOR_EMAIL": "forgesim@localhost", "GIT_COMMITTER_NAME": "forgesim",
        "GIT_COMMITTER_EMAIL": "forgesim@localhost",
    ]

    /// Runs `git` in a folder and waits for it; the caller judges a status other than 0.
    static func run(_ arguments: [String], in folder: String, input: [UInt8] = [], extra: [String: String] = [:]) async throws -> GitOutput
    {
        try await Program.run("git", ["-C", folder] + arguments, input: input, extra: extra)
    }

    /// Runs `git` and requires status 0.
    static func check(_ arguments: [String], in folder: String, input: [UInt8] = []) async throws -> GitOutput {
        try checked(try await run(arguments, in: folder, input: input), arguments)
    }

    static func checked(_ output: GitOutput, _ arguments: [String]) throws -> GitOutput {
        guard output.status == 0 else {
            throw GitFailure(description: "git \(arguments.first ?? "") failed with \(output.status): \(output.errors)")
        }
        return output
    }

    /// Decompresses what a git client sent; `nil` if it is damaged.
    /// - Throws: ``Program/TooMuch`` beyond `limit` bytes.
    static func gunzip(_ bytes: [UInt8], limit: Int) async throws -> [UInt8]? {
        let output = try await Program.run("gzip", ["-dc"], input: bytes, limit: limit)
        return output.status == 0 ? output.bytes : nil
    }
}
