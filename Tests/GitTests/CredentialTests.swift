import Foundation
import Testing

@testable import Git

/// How git gets a credential, and what it leaves behind.
@Suite struct CredentialTests {
    private static let unauthorized =
        "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"git\"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"

    private static func answer(_ status: String) -> String {
        "HTTP/1.1 \(status)\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    }

    /// Stands in for the executable's helper mode; also records the arguments with which it was started.
    private static func makeHelper(in workshop: Workshop) throws -> AskpassHelper {
        let path = workshop.directory.appending(path: "askpass")
        let log = workshop.directory.appending(path: "askpass.log").path
        let script = """
            #!/bin/sh
            echo "$@" >> '\(log)'
            env >> '\(log)'
            tr '\\0' ' ' < /proc/$PPID/cmdline >> '\(log)'
            read -r line < "$\(AskpassHelper.pipeVariable)"
            printf '%s\\n' "$line"

            """
        try Data(script.utf8).write(to: path)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path.path)
        return AskpassHelper(path: path.path)
    }

    private static func readMain(
        _ credential: Credential?, responses: [String]
    ) async throws -> (error: GitError?, requests: [String], log: String, leftovers: [String]) {
        let workshop = try Workshop()
        var settings = workshop.cache.settings
        settings.askpass = try makeHelper(in: workshop)
        let server = try ScriptedServer(responses: responses)
        let transport = GitTransport(process: GitProcess(settings: settings))
        let repository = try await workshop.repository()
        var failure: GitError?
        do {
            _ = try await transport.readReferences(
                ["refs/heads/main"], in: repository.directory,
                from: Remote(url: "http://127.0.0.1:\(server.port)/acme/site.git", credential: credential))
        } catch let error as GitError {
            failure = error
        }
        let log = (try? String(contentsOf: workshop.directory.appending(path: "askpass.log"), encoding: .utf8)) ?? ""
        let left = try FileManager.default.contentsOfDirectory(atPath: settings.directory).filter { $0.hasPrefix(".askpass") }
        return (failure, server.requests, log, left)
    }

    @Test("The token reaches the forge and is in no argument, no environment and no file")
    func token() async throws {
        let result = try await Self.readMain(
            .token("s3cret-token"), responses: [Self.unauthorized, Self.unauthorized, Self.unauthorized])
        #expect(result.error?.code == .authentication)
        #expect(result.error?.classification == .permanent)
        #expect(result.error?.message.contains("s3cret-token") == false)
        let expected = Data("x-access-token:s3cret-token".utf8).base64EncodedString()
        #expect(result.requests.last?.contains("Authorization: Basic \(expected)") == true)
        #expect(result.requests.first?.contains("Authorization") == false)
        #expect(result.log.contains("Password for"))
        #expect(!result.log.contains("s3cret-token"))
        #expect(result.leftovers.isEmpty)
    }

    @Test("The token as user name works too")
    func tokenAsUserName() async throws {
        let result = try await Self.readMain(
            .tokenAsUserName("s3cret-token"), responses: [Self.unauthorized, Self.unauthorized, Self.unauthorized])
        let expected = Data("s3cret-token:".utf8).base64EncodedString()
        #expect(result.requests.last?.contains("Authorization: Basic \(expected)") == true)
        #expect(result.error?.message.contains("s3cret-token") == false)
    }

    @Test(
        "Failures say what to do",
        arguments: [
            ("403 Forbidden", GitError.Code.permission, GitError.Classification.permanent),
            ("404 Not Found", .notFound, .permanent),
            ("429 Too Many Requests", .unavailable, .retry),
            ("502 Bad Gateway", .unavailable, .retry),
        ])
    func classification(_ status: String, _ code: GitError.Code, _ classification: GitError.Classification) async throws {
        let result = try await Self.readMain(nil, responses: [Self.answer(status)])
        #expect(result.error?.code == code)
        #expect(result.error?.classification == classification)
    }

    @Test("Redirects are not followed")
    func redirect() async throws {
        let redirect = "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        let result = try await Self.readMain(nil, responses: [redirect, Self.answer("200 OK")])
        #expect(result.error != nil)
        #expect(result.requests.count == 1)
    }

    @Test("A forge that nobody answers for is unavailable")
    func unreachable() async throws {
        let workshop = try Workshop()
        let repository = try await workshop.repository()
        await #expect(throws: GitError(.unavailable, "")) {
            try await repository.readReferences(["refs/heads/main"], from: Remote(url: "http://127.0.0.1:1/a.git", credential: nil))
        }
    }

    @Test("A run that takes too long is killed")
    func deadline() async throws {
        var deadlines = GitSettings.Deadlines()
        deadlines.read = .milliseconds(300)
        let workshop = try Workshop(deadlines: deadlines)
        let repository = try await workshop.repository()
        // Accepts connections (through the backlog) and never answers.
        let server = try ScriptedServer(responses: [])
        await #expect(throws: GitError(.timeout, "")) {
            try await repository.readReferences(
                ["refs/heads/main"], from: Remote(url: "http://127.0.0.1:\(server.port)/a.git", credential: nil))
        }
    }

    @Test("The helper of the executable answers one line per question")
    func helperMode() throws {
        #expect(!AskpassHelper.answerIfAsked(environment: [:]))
        let folder = FileManager.default.temporaryDirectory.path
        var pipe: CredentialPipe? = try CredentialPipe(.token("t"), directory: folder)
        let path = try #require(pipe?.path)
        let answers = (0..<3).map { _ in String(decoding: AskpassHelper.readLine(from: path), as: UTF8.self) }
        #expect(answers == ["x-access-token\n", "t\n", ""])
        pipe = nil
        #expect(!FileManager.default.fileExists(atPath: path))
        #expect(throws: GitError(.invalidRequest, "")) { try CredentialPipe(.token("a\nb"), directory: folder) }
    }

    @Test("A credential does not print itself")
    func description() {
        let credential = Credential.token("s3cret-token")
        #expect(!"\(credential)".contains("s3cret"))
        #expect(!String(reflecting: Remote(url: "https://x", credential: credential)).contains("s3cret"))
    }
}
