import ForgeSim
import Foundation
import StoryKit
import Testing

/// A forge, and a host as a process of its own with only the small C plugin, of which there are several versions.
final class HelloStage: Sendable {
    static let repository = Stage.server

    let forge: ForgeSimulator
    let files: HostFiles
    let host: HostProcess

    init() async throws {
        forge = try await ForgeSimulator.start(users: Stage.people)
        let folder = FileManager.default.temporaryDirectory.appending(path: "switchyard-hello-\(UUID().uuidString)").path
        files = try HostFiles(folder: folder, forgeURL: forge.baseURL, tokens: ["merge": "token-\(Stage.bot)", "forwardport": "x"])
        host = HostProcess(installation: Theatre.installation, files: files)
        try loadHelloOnly()
        try await install(version: "1.0.0")
        try await host.start()
        let owner = try forge.contributor("owner")
        _ = try await owner.createRepository(Self.repository, files: ["README.md": "# server\n"])
        for login in ["bob", Stage.bot] {
            try await owner.addCollaborator(try forge.contributor(login), to: Self.repository, permission: "push")
        }
        _ = try await owner.addHook(Self.repository, url: "\(host.url)/webhooks/github", secret: files.webhookSecret)
    }

    /// Stops host and forge, and removes their files.
    func close() async {
        await host.stop()
        await forge.stop()
        try? FileManager.default.removeItem(atPath: files.folder)
    }

    private func loadHelloOnly() throws {
        let yaml = try String(contentsOfFile: files.configuration, encoding: .utf8)
        let plugins = try #require(yaml.range(of: "plugins:\n")), sources = try #require(yaml.range(of: "\nsources:"))
        let entry = """
            plugins:
              load:
                - id: c-hello
                  grants: [{identity: merge, effects: [comment], repositories: ["acme/*"]}]
            """
        // Without the merge queue its keys are errors.
        try yaml.replacingCharacters(in: plugins.lowerBound..<sources.lowerBound, with: entry)
            .replacing("    batch_limit: 8\n", with: "").replacing(/, required_statuses: \[.*\]/, with: "")
            .replacing("    bot_name: bot\n", with: "    bot_name: bot\n    identity: merge\n")
            .write(toFile: files.configuration, atomically: true, encoding: .utf8)
    }

    // MARK: Versions of the plugin

    /// Builds a version of the plugin and puts it into the drop-in folder, locked.
    /// - Parameter sin: how it misbehaves when it is started.
    func install(version: String, sin: String = "") async throws {
        let root = Theatre.installation.root
        let source = try String(contentsOfFile: "\(root)/Plugins/Examples/hello-c/hello.c", encoding: .utf8)
            .replacing("\\\"1.0.0\\\"", with: "\\\"\(version)\\\"")
            .replacing(
                "static sy_status start(void *instance, sy_call *call) {\n",
                with: "static sy_status start(void *instance, sy_call *call) {\n    \(sin)\n")
        let file = "\(files.folder)/hello-\(version).c"
        try source.write(toFile: file, atomically: true, encoding: .utf8)
        let library = "\(files.folder)/libhello.so"
        let arguments = [
            "cc", "-std=gnu11", "-O1", "-fvisibility=hidden", "-fPIC", "-shared", "-I\(root)/Sources/PluginABI/include", "-o", library,
            file,
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

    /// `switchyard plugin reload`
    func reload() async throws -> (status: Int32, output: String) {
        try await host.run(["plugin", "reload", "--url", host.url, "--data", files.data])
    }

    // MARK: Requests

    func ask(_ method: String, _ path: String) async throws -> (status: Int, json: ForgeJSON) {
        let admin = try String(contentsOfFile: "\(files.data)/admin-token", encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)
        let response = try await SimClient(baseURL: host.url, token: nil)
            .sendRaw(method, path, method == "GET" ? [] : Array("{}".utf8), headers: [("Authorization", "Bearer \(admin)")])
        return (response.status, response.json)
    }

    /// The version that is loaded, according to the host.
    func version() async throws -> String? {
        try await ask("GET", "/api/v1/plugins").json["items"].array?.first?["version"].string
    }

    /// Waits until everything that was received has been applied.
    func barrier() async throws {
        try await forge.idle(timeout: .seconds(60))
        let answer = try await ask("POST", "/api/v1/barrier")
        #expect(answer.status == 200)
    }

    /// The pull requests that the plugin has greeted.
    func greeted() async throws -> [String] {
        try await ask("GET", "/api/v1/greetings-c").json.array?.compactMap(\.string) ?? []
    }

    /// Bob opens pull requests, one after another.
    func open(_ numbers: ClosedRange<Int>) async throws {
        let bob = try forge.contributor("bob")
        for number in numbers {
            _ = try await bob.openPull(Self.repository, branch: "b\(number)", title: "T", body: "", files: ["f\(number)": "x"])
        }
    }

    /// What the forge is still busy with, for a report.
    func undelivered() -> [String] {
        let all = (try? forge.control.deliveries()) ?? []
        return all.filter { $0["state"].string != "delivered" }.map {
            "\($0["seq"].int ?? 0) of \(all.count) \($0["event"].string ?? "") \($0["state"].string ?? "") \($0["response"].string ?? "")"
        }
    }

    /// Deliveries that the host did not accept.
    func refused() throws -> [String] {
        try forge.control.deliveries().filter { $0["state"].string == "failed" }.map {
            "\($0["event"].string ?? "") \($0["status"].int ?? 0)"
        }
    }
}
