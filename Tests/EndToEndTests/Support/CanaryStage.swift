import ForgeSim
import Foundation
import StoryKit
import Testing

/// A forge, a host as a process of its own, and the canary plugin, which looks for the bot's token wherever a plugin might reach,
/// and for a planted word where it is allowed to look.
final class CanaryStage {
    /// The result of one attempt by the canary.
    struct Finding {
        let place: String
        /// `ok`, or the name of an errno.
        let result: String
        let hasToken: Bool
        let hasPlantedWord: Bool

        var isRefused: Bool { ["EACCES", "EPERM"].contains(result) }
    }

    static let pushing = "*git-receive-pack"

    let forge: ForgeSimulator
    let files: HostFiles
    let host: HostProcess
    /// The bot's token; nobody else has it.
    let token: String
    /// What a working canary does find: in its environment, its memory, a file of its own, its database.
    let plantedWord = "canary-\(UUID().uuidString)"
    /// The canary's own file that has the planted word.
    private(set) var plantedFile = ""

    /// The files of the host that no plugin may read.
    var closedFiles: [String] {
        ["host.db", "host.db-wal", "host.db-shm", "admin-token", "git", "plugins.lock", "plugin-cache"].map { "\(files.data)/\($0)" }
            + ["switchyard.yaml", "merge-token", "forwardport-token", "webhook-secret", "host.log", "port", "data", ""].map {
                "\(files.folder)/\($0)"
            }
    }

    /// Other files that no plugin may read.
    static let closedPlaces = ["/etc/passwd", "/etc/hostname", "/tmp", "/root", "/home", "/proc", "/var/lib", "/run", "/usr/bin/git"]

    /// The files that a plugin may read.
    var openFiles: [String] { [plantedFile, "\(files.data)/state.db", "\(files.data)/state.db-wal"] }

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
        // Locale variables are among the few that a runner gets.
        host = HostProcess(
            installation: Theatre.installation, files: files,
            variables: ["LC_CANARY": plantedWord, "SWITCHYARD_CANARY": token])
        try await makeRepositories()
        try await host.installPlugins()
        try await installCanary()
        try plant()
        try loadCanary()
        try await host.start()
        for repository in Stage.repositories {
            _ = try await person("owner").addHook(repository, url: "\(host.url)/webhooks/github", secret: files.webhookSecret)
        }
    }

    /// Stops host and forge, and removes their files.
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

    /// Puts the word into a file of the canary, where its templates would be; the host makes a copy that the runner may read.
    private func plant() throws {
        let lock = try ForgeJSON(parsing: try String(contentsOfFile: "\(files.data)/plugins.lock", encoding: .utf8))
        let entry = try #require(lock["plugins"].array?.first { $0["id"].string == "canary" })
        let templates = "\(files.data)/plugins/canary/templates"
        try FileManager.default.createDirectory(atPath: templates, withIntermediateDirectories: true)
        try plantedWord.write(toFile: "\(templates)/planted", atomically: true, encoding: .utf8)
        plantedFile = "\(files.data)/plugin-cache/\(entry["sha256"].string ?? "")/templates/planted"
    }

    /// Gives the canary its words, each in two halves that mean nothing without each other.
    private func loadCanary() throws {
        let words = [token, plantedWord].map { word in
            let left = word.utf8.map { _ in UInt8.random(in: 1...255) }
            let right = zip(word.utf8, left).map { $0 ^ $1 }
            return "{left: \"\(Self.hex(left))\", right: \"\(Self.hex(right))\"}"
        }
        let paths = (closedFiles + Self.closedPlaces + openFiles).map { "\"\($0)\"" }
        let entry = """
                - id: canary
                  grants: []
                  configuration: {words: [\(words.joined(separator: ", "))], paths: [\(paths.joined(separator: ", "))]}

            """
        let yaml = try String(contentsOfFile: files.configuration, encoding: .utf8)
        try yaml.replacing("\nsources:", with: "\n\(entry)sources:", maxReplacements: 1)
            .write(toFile: files.configuration, atomically: true, encoding: .utf8)
    }

    private static func hex(_ bytes: [UInt8]) -> String {
        bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
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

    // MARK: Requests to the host

    /// A document of the host's API, requested as its administrator.
    func answer(_ path: String) async throws -> ForgeJSON {
        let admin = try String(contentsOfFile: "\(files.data)/admin-token", encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)
        let response = try await SimClient(baseURL: host.url, token: nil).send("GET", path, headers: [("Authorization", "Bearer \(admin)")])
        guard response.status == 200 else { throw StoryError("\(path) answered \(response.status)") }
        return response.json
    }

    /// The results of the canary so far.
    func findings() async throws -> [Finding] {
        try await answer("/api/v1/canary")["items"].array?.map {
            let found = $0["found"].int ?? 0
            return Finding(
                place: $0["place"].string ?? "", result: $0["result"].string ?? "", hasToken: found & 1 != 0, hasPlantedWord: found & 2 != 0
            )
        } ?? []
    }
}
