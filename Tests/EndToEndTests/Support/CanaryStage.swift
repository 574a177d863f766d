import ForgeSim
import Foundation
import StoryKit
import Testing

/// A forge, a host as a process of its own, and the canary plugin, which looks for the bot's token wherever a plugin might reach.
final class CanaryStage {
    /// What became of one attempt of the canary.
    struct Finding {
        let place: String
        /// `ok`, or the name of an errno.
        let result: String
        let isFound: Bool

        var isRefused: Bool { ["EACCES", "EPERM"].contains(result) }
    }

    static let pushing = "*git-receive-pack"

    let forge: ForgeSimulator
    let files: HostFiles
    let host: HostProcess
    /// The bot's token; nobody else has it.
    let token: String

    /// The files that the canary tries to read, besides those of processes.
    static func paths(_ files: HostFiles) -> [String] {
        let data = ["host.db", "host.db-wal", "host.db-shm", "admin-token", "git", "plugins.lock", "port-file", ""].map {
            "\(files.data)/\($0)"
        }
        let folder = ["switchyard.yaml", "merge-token", "forwardport-token", "webhook-secret", "host.log", "port"].map {
            "\(files.folder)/\($0)"
        }
        return data + folder + ["/etc/passwd", "/tmp", "/root", "/home", "/proc", "/var/lib", "/run"]
    }

    init() async throws {
        let token = "ghs_\(UUID().uuidString.replacing("-", with: ""))"
        self.token = token
        let people =
            Stage.people.filter { $0.login != Stage.bot } + [
                SimUser(Stage.bot, tokens: [token], email: "bot@example.org", name: "Acme Bot")
            ]
        forge = try await ForgeSimulator.start(users: people)
        let folder = FileManager.default.temporaryDirectory.appending(path: "switchyard-canary-\(UUID().uuidString)").path
        files = try HostFiles(folder: folder, forgeURL: forge.baseURL, tokens: ["merge": token, "forwardport": token])
        host = HostProcess(installation: Theatre.installation, files: files)
        try await makeRepositories()
        try loadCanary()
        try await host.installPlugins()
        try await installCanary()
        try await host.start()
        for repository in Stage.repositories {
            _ = try await person("owner").addHook(repository, url: "\(host.url)/webhooks/github", secret: files.webhookSecret)
        }
    }

    /// Ends host and forge, and removes their files.
    func close() async {
        await host.stop()
        await forge.stop()
        try? FileManager.default.removeItem(atPath: files.folder)
    }

    func person(_ login: String) throws -> Contributor { try forge.contributor(login) }

    private func makeRepositories() async throws {
        let owner = try person("owner")
        for repository in Stage.repositories {
            _ = try await owner.createRepository(repository, files: ["README.md": "# \(repository)\n"])
            for login in ["alice", "bob", Stage.bot, "ci"] {
                try await owner.addCollaborator(try person(login), to: repository, permission: "push")
            }
        }
        forge.control.setCI([CIRule(repository: "acme/*", pullRequests: true, contexts: [Stage.context], login: "ci")])
    }

    // MARK: The canary

    /// Gives the canary the token in two halves that are nothing without each other.
    private func loadCanary() throws {
        let left = token.utf8.map { _ in UInt8.random(in: 1...255) }
        let right = zip(token.utf8, left).map { $0 ^ $1 }
        func hex(_ bytes: [UInt8]) -> String {
            bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        }
        let paths = Self.paths(files).map { "\"\($0)\"" }.joined(separator: ", ")
        let entry = """
                - id: canary
                  grants: []
                  configuration: {left: "\(hex(left))", right: "\(hex(right))", paths: [\(paths)]}

            """
        let yaml = try String(contentsOfFile: files.configuration, encoding: .utf8)
        try yaml.replacing("\nsources:", with: "\n\(entry)sources:", maxReplacements: 1)
            .write(toFile: files.configuration, atomically: true, encoding: .utf8)
    }

    private func installCanary() async throws {
        let root = Theatre.installation.root
        let library = "\(files.folder)/libcanary.so"
        let arguments = [
            "cc", "-std=gnu11", "-Wall", "-Wextra", "-Werror", "-O1", "-fvisibility=hidden", "-fPIC", "-shared",
            "-I\(root)/Sources/PluginABI/include", "-o", library, "\(root)/Tests/EndToEndTests/Canary/canary.c",
        ]
        let isCompiled = try await blocking {
            let compiler = try Process.run(URL(filePath: "/usr/bin/env"), arguments: arguments)
            compiler.waitUntilExit()
            return compiler.terminationStatus == 0
        }
        try #require(isCompiled)
        let (status, output) = try await host.run(["plugin", "install", library, "--config", files.configuration])
        try #require(status == 0, "\(output)")
    }

    // MARK: Asking the host

    /// A document of the host's API, asked for as its administrator.
    func answer(_ path: String) async throws -> ForgeJSON {
        let admin = try String(contentsOfFile: "\(files.data)/admin-token", encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)
        let response = try await SimClient(baseURL: host.url, token: nil).send("GET", path, headers: [("Authorization", "Bearer \(admin)")])
        guard response.status == 200 else { throw StoryError("\(path) answered \(response.status)") }
        return response.json
    }

    /// What the canary has met so far.
    func findings() async throws -> [Finding] {
        try await answer("/api/v1/canary")["items"].array?.map {
            Finding(place: $0["place"].string ?? "", result: $0["result"].string ?? "", isFound: $0["found"].int == 1)
        } ?? []
    }
}
