package import ForgeSim
import Foundation

/// The setting of stories: a forge with people, two repositories with CI, and a host.
package final class Stage: Sendable {
    package static let server = "acme/server"
    package static let client = "acme/client"
    package static let repositories = [server, client]
    /// The login under which the bot acts.
    package static let bot = "acme-bot"
    /// The status that pull requests and stagings need.
    package static let context = "ci/build"

    package let forge: ForgeSimulator
    package let files: HostFiles
    package let host: HostProcess
    package let narrator: Narrator
    /// The longest wait for anything, in seconds.
    let timeout: Double

    private init(forge: ForgeSimulator, files: HostFiles, host: HostProcess, narrator: Narrator, timeout: Double) {
        self.forge = forge
        self.files = files
        self.host = host
        self.narrator = narrator
        self.timeout = timeout
    }

    /// The people on the forge.
    package static let people = [
        SimUser("owner", role: "user"), SimUser("acme", type: "Organization"),
        SimUser("alice", email: "alice@example.org", name: "Alice Example"),
        SimUser("bob", email: "bob@example.org", name: "Bob Example"), SimUser("mallory", email: "mallory@example.org", name: "Mallory"),
        SimUser(bot, email: "bot@example.org", name: "Acme Bot"), SimUser("ci", email: "ci@example.org", name: "CI"),
    ]

    /// Sets everything up and starts the host.
    /// - Parameters:
    ///   - folder: an empty folder for the host's files.
    ///   - faults: fault points at which to kill host and runner, one after the other.
    package static func open(
        installation: Installation, folder: String, narrator: Narrator, faults: [String] = [], ciDelay: Int = 300,
        timeout: Double = 60
    ) async throws -> Stage {
        let missing = installation.missing
        guard missing.isEmpty else { throw StoryError(missing.joined(separator: "\n")) }
        let forge = try await ForgeSimulator.start(users: people)
        let files = try HostFiles(
            folder: folder, forgeURL: forge.baseURL, tokens: ["merge": "token-\(bot)", "forwardport": "token-\(bot)"],
            neighbours: installation.neighbours.map(\.id))
        let stage = Stage(
            forge: forge, files: files, host: HostProcess(installation: installation, files: files), narrator: narrator, timeout: timeout)
        try await stage.makeRepositories(ciDelay: ciDelay)
        try await stage.host.installPlugins()
        try await stage.host.start(faults: faults)
        for repository in repositories {
            _ = try await stage.person("owner").addHook(
                repository, url: "\(stage.host.url)/webhooks/github", secret: files.webhookSecret)
        }
        return stage
    }

    /// Stops host and forge.
    package func close() async {
        await host.stop()
        await forge.stop()
    }

    /// Somebody on the forge.
    package func person(_ login: String) throws -> Contributor { try forge.contributor(login) }

    private func makeRepositories(ciDelay: Int) async throws {
        let owner = try person("owner")
        for repository in Self.repositories {
            _ = try await owner.createRepository(repository, files: ["README.md": "# \(repository)\n", "version": "1\n"])
            for login in ["alice", "bob", Self.bot, "ci"] {
                try await owner.addCollaborator(try person(login), to: repository, permission: "push")
            }
        }
        forge.control.setCI([
            CIRule(repository: "acme/*", pullRequests: true, contexts: [Self.context], login: "ci"),
            CIRule(
                repository: "acme/*", branch: "staging.*", contexts: [Self.context], delay: ciDelay, pending: true, login: "ci",
                red: [CIRule.Red(path: "broken.txt")]),
        ])
    }

    // MARK: Waiting

    /// Waits until something is true.
    /// - Throws: ``StoryError`` naming what did not become true in time.
    package func until(_ what: String, _ isTrue: () async throws -> Bool) async throws {
        let start = ContinuousClock.now
        defer { narrator.endWaiting() }
        var lastError: (any Error)?
        var nextRedelivery = start
        while true {
            do {
                if try await isTrue() { return }
                lastError = nil
            } catch {
                lastError = error
            }
            let elapsed = ContinuousClock.now - start
            let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18
            guard seconds < timeout else {
                let reason = lastError.map { " (\($0))" } ?? ""
                throw StoryError("it did not come true within \(Int(timeout)) s that \(what)\(reason)")
            }
            narrator.waiting(what, seconds: seconds)
            if host.starts > 1, ContinuousClock.now >= nextRedelivery {
                try redeliverLost()
                nextRedelivery = ContinuousClock.now + .milliseconds(500)
            }
            try await Task.sleep(for: .milliseconds(50))
        }
    }

    /// Checks something that must be true now.
    package func expect(_ what: String, _ isTrue: Bool) throws {
        guard isTrue else { throw StoryError("it is not true that \(what)") }
        narrator.check(what)
    }

    /// Redelivers what the host could not accept while it was down, as an administrator of the forge would.
    package func redeliverLost() throws {
        let deliveries = try forge.control.deliveries()
        var settled: Set<String> = []
        for delivery in deliveries where delivery["state"].string == "delivered" || delivery["state"].string == "queued" {
            if let id = delivery["id"].string { settled.insert(id) }
        }
        for delivery in deliveries where delivery["state"].string == "failed" {
            guard let id = delivery["id"].string, settled.insert(id).inserted, let seq = delivery["seq"].int else { continue }
            try forge.control.redeliver(Int64(seq))
        }
    }

    // MARK: The host's API

    /// A document of the host's API; retried while the host is starting.
    package func document(_ path: String) async throws -> ForgeJSON {
        let deadline = ContinuousClock.now + .seconds(timeout)
        while true {
            do { return try await ask("GET", path) } catch let error as StoryError { throw error } catch {
                guard ContinuousClock.now < deadline else { throw error }
            }
            try await Task.sleep(for: .milliseconds(50))
        }
    }

    /// Sends the host a request as its administrator, and retries while the host is down.
    package func operate(_ method: String, _ path: String) async throws {
        try await until("the host does \(method) \(path)") {
            _ = try await ask(method, path)
            return true
        }
    }

    private func ask(_ method: String, _ path: String) async throws -> ForgeJSON {
        let token = try String(contentsOfFile: "\(files.data)/admin-token", encoding: .utf8)
            .trimmingCharacters(in: .whitespacesAndNewlines)
        let client = SimClient(baseURL: host.url, token: nil)
        let response = try await client.sendRaw(method, path, Array("{}".utf8), headers: [("Authorization", "Bearer \(token)")])
        guard response.status < 500 else { throw HostIsAway(reason: "\(method) \(path) answered \(response.status)") }
        guard (200..<300).contains(response.status) else {
            throw StoryError("\(method) \(path) answered \(response.status): \(response.json["detail"].string ?? "no reason")")
        }
        return response.json
    }
}

/// The host cannot answer now, but will in a moment.
private struct HostIsAway: Error {
    let reason: String
}
