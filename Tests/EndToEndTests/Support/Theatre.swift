import Engine
import Forge
import ForgeSim
import Foundation
import GitHub
import HostConfiguration
import Logging
import PluginAPI
import Store
import StoryKit
import Testing
import Web

/// A forge and a whole host in this process: real HTTP, real git, real plugins through `dlopen`, and a clock that moves only when
/// told to. Nothing here waits for time to pass.
final class Theatre {
    static let installation = Installation(
        root: URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().path)

    let forge: ForgeSimulator
    let runtime: HostRuntime
    let clock: ManualClock
    /// The host's clock, which is the forge's unless a story sets it wrong.
    let hostClock: ShiftedClock
    private let folder: String
    private let server: Task<Void, any Error>
    /// How many comments of each pull request have been checked.
    private var read: [String: Int] = [:]

    /// Sets everything up, plays the story, and checks for unexpected comments.
    static func play(_ story: (Theatre) async throws -> Void) async throws {
        let missing = installation.missing
        #expect(missing.isEmpty, "\(missing.joined(separator: "; "))")
        guard missing.isEmpty else { return }
        let theatre = try await Theatre()
        do {
            try await story(theatre)
            try await theatre.expectNothingUnread()
        } catch {
            await theatre.close()
            throw error
        }
        await theatre.close()
    }

    private init() async throws {
        let clock = ManualClock(now: Int64(Date().timeIntervalSince1970 * 1000))
        self.clock = clock
        let hostClock = ShiftedClock(clock)
        self.hostClock = hostClock
        forge = try await ForgeSimulator.start(users: Stage.people, clock: { clock.now })
        folder = FileManager.default.temporaryDirectory.appending(path: "switchyard-story-\(UUID().uuidString)").path
        let files = try HostFiles(
            folder: folder, forgeURL: forge.baseURL, tokens: ["merge": "token-\(Stage.bot)", "forwardport": "token-\(Stage.bot)"])
        let loader = PluginLoader(directory: "\(files.data)/plugins")
        let installer = PluginInstaller(loader, readManifest: PluginLibrary.manifest(of:))
        for plugin in Self.installation.plugins { try installer.install(library: plugin.library, templates: plugin.templates) }
        var logger = Logger(label: "story")
        logger.logLevel = .critical
        let options = RuntimeOptions(
            dataDirectory: files.data, executable: Self.installation.switchyard, environment: [:],
            forges: ForgeProviders([GitHubProvider()]), clock: hostClock, logger: logger)
        let loaded = try ConfigurationFile.load(path: files.configuration)
        let runtime = try await HostRuntime(configuration: loaded.configuration, options: options)
        self.runtime = runtime
        try await runtime.open()
        await runtime.resolveIdentities(retrying: false)
        let (ports, bound) = AsyncStream<Int>.makeStream()
        server = Task {
            defer { bound.finish() }
            try await WebServer(runtime: runtime).run(host: "127.0.0.1", port: 0) { bound.yield($0) }
        }
        guard let port = await ports.first(where: { _ in true }) else { throw StoryError("the web server did not start") }
        try await makeRepositories(hook: "http://127.0.0.1:\(port)/webhooks/github", secret: files.webhookSecret)
        try await settle()
    }

    private func close() async {
        server.cancel()
        _ = await server.result
        await forge.stop()
        try? FileManager.default.removeItem(atPath: folder)
    }

    private func makeRepositories(hook: String, secret: String) async throws {
        let owner = try person("owner")
        for repository in Stage.repositories {
            _ = try await owner.createRepository(repository, files: ["README.md": "# \(repository)\n", "shared.txt": "a\nb\nc\n"])
            for login in ["alice", "bob", Stage.bot, "ci"] {
                try await owner.addCollaborator(try person(login), to: repository, permission: "push")
            }
            _ = try await owner.addHook(repository, url: hook, secret: secret)
        }
    }

    // MARK: Acting

    func person(_ login: String) throws -> Contributor { try forge.contributor(login) }

    /// Lets forge and host do everything that there is to do now.
    func settle() async throws {
        while true {
            try await forge.idle()
            let report = try await runtime.engine.settle()
            if report.events == 0 && report.effects == 0 { return }
        }
    }

    /// Moves the clock, on the forge and in the host.
    func pass(seconds: Int64) async throws {
        clock.advance(milliseconds: seconds * 1000)
        try await settle()
    }

    /// Lets webhooks arrive, and then reconciles.
    func compare() async throws {
        clock.advance(milliseconds: 60_000)
        _ = await runtime.reconcile()
        try await settle()
    }

    /// Makes the forge misbehave.
    func fault(_ rule: ForgeJSON) throws { _ = try forge.control.addFault(rule) }

    /// Bob opens a pull request.
    func open(_ repository: String, _ branch: String, files: Contributor.Files, title: String = "A change") async throws
        -> Contributor.OpenedPull
    {
        let pull = try await person("bob").openPull(repository, branch: branch, title: title, body: "Why.", files: files)
        try await settle()
        return pull
    }

    /// Bob opens a pull request, and CI reports it green.
    func openGreen(_ repository: String, _ branch: String, files: Contributor.Files, title: String = "A change") async throws
        -> Contributor.OpenedPull
    {
        let pull = try await open(repository, branch, files: files, title: title)
        try await ci(repository, pull.head, "success")
        return pull
    }

    /// CI reports on a commit.
    func ci(_ repository: String, _ sha: String, _ state: String, url: String? = nil) async throws {
        try await person("ci").status(repository, sha, state, context: Stage.context, targetURL: url)
        try await settle()
    }

    /// CI reports on the present heads of the staging branch.
    func ciOnStaging(_ states: [String: String]) async throws {
        for (repository, state) in states.sorted(by: { $0.key < $1.key }) {
            let head = try #require(try await head(repository, "staging.main"))
            try await person("ci").status(repository, head, state, context: Stage.context, targetURL: "https://ci.example.org/1")
        }
        try await settle()
    }

    func say(_ login: String, _ text: String, on pull: Contributor.OpenedPull) async throws {
        try await person(login).comment(pull.repository, pull.number, text)
        try await settle()
    }

    // MARK: Observing

    func head(_ repository: String, _ branch: String) async throws -> String? {
        try await person("owner").head(repository, branch)
    }

    func isClosed(_ pull: Contributor.OpenedPull) async throws -> Bool {
        try await person("owner").pull(pull.repository, pull.number)["state"].string == "closed"
    }

    /// The pull request as the API shows it.
    func document(_ pull: Contributor.OpenedPull) async throws -> JSON {
        let parts = pull.repository.split(separator: "/").map(String.init)
        return try await runtime.link.query(
            plugin: "mergebot",
            QueryCall(
                name: "pull_request",
                parameters: ["owner": .string(parts[0]), "name": .string(parts[1]), "number": .string(String(pull.number))],
                role: "administrator"))
    }

    func state(_ pull: Contributor.OpenedPull) async throws -> String {
        try await document(pull)["state"].string ?? ""
    }

    func stagings() async throws -> [JSON] {
        try await runtime.link.query(plugin: "mergebot", QueryCall(name: "stagings", role: "administrator"))["items"].array ?? []
    }

    /// The bot's comments since the last check.
    func newComments(_ pull: Contributor.OpenedPull) async throws -> [String] {
        let comments = try await botComments(pull.repository, pull.number)
        let key = "\(pull.repository)#\(pull.number)"
        defer { read[key] = comments.count }
        return Array(comments.dropFirst(read[key] ?? 0))
    }

    private func botComments(_ repository: String, _ number: Int) async throws -> [String] {
        try await person("owner").comments(repository, number).filter { $0.author == Stage.bot }.map(\.body)
    }

    private func expectNothingUnread() async throws {
        for repository in Stage.repositories {
            for number in 1...9 {
                guard let comments = try? await botComments(repository, number) else { break }
                let unread = comments.dropFirst(read["\(repository)#\(number)"] ?? 0)
                #expect(unread.isEmpty, "\(repository)#\(number) has comments that the story did not expect: \(unread)")
            }
        }
    }
}
