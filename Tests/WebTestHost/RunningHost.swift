import Crypto
package import Engine
import Forge
import Foundation
import GitHub
package import HTTPClient
import HostConfiguration
import Logging
package import PluginAPI
package import Web

/// A whole host and its web server in this process, on a free port and a temporary folder.
package struct RunningHost: Sendable {
    /// A built plugin to load.
    package struct Plugin: Sendable {
        package var id: String
        package var library: String
        package var templates: String?

        package init(id: String, library: String, templates: String?) {
            self.id = id
            self.library = library
            self.templates = templates
        }
    }

    package let base: String
    package let port: Int
    package let folder: String
    package let runtime: HostRuntime
    private let http: HTTPClient

    /// The secret of its only source.
    package static let secret = "a secret of the tests"

    /// Starts a host, runs the body, and stops it.
    /// - Parameters:
    ///   - isMaintenance: whether timers and effects are held back.
    ///   - plugins: loaded in this order; none has any grants.
    ///   - limits: of connections and bodies.
    package static func with(
        isMaintenance: Bool = false, plugins: [Plugin] = [], limits: WebLimits = WebLimits(), _ body: (RunningHost) async throws -> Void
    ) async throws {
        let folder = NSTemporaryDirectory() + "switchyard-web-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try secret.write(toFile: "\(folder)/hook-secret", atomically: true, encoding: .utf8)
        let installer = PluginInstaller(PluginLoader(directory: "\(folder)/data/plugins"), readManifest: PluginLibrary.manifest(of:))
        for plugin in plugins { try installer.install(library: plugin.library, templates: plugin.templates) }
        let loaded = try ConfigurationFile.load(yaml: configuration(folder, plugins), source: "test.yaml")
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let runtime = try await HostRuntime(
            configuration: loaded.configuration,
            options: RuntimeOptions(
                dataDirectory: "\(folder)/data", executable: "/bin/false", environment: ["TOKEN": "t"],
                forges: ForgeProviders([GitHubProvider()]), isMaintenance: isMaintenance,
                logger: logger))
        try await runtime.open()
        let (ports, bound) = AsyncStream<Int>.makeStream()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await runtime.engine.run() }
            group.addTask {
                defer { bound.finish() }
                try await WebServer(runtime: runtime, limits: limits).run(host: "127.0.0.1", port: 0) { bound.yield($0) }
            }
            for await port in ports {
                let host = RunningHost(
                    base: "http://127.0.0.1:\(port)", port: port, folder: folder, runtime: runtime, http: try HTTPClient(logger: logger))
                try await body(host)
                break
            }
            group.cancelAll()
        }
    }

    private static func configuration(_ folder: String, _ plugins: [Plugin]) -> String {
        """
        listen: 127.0.0.1:0
        data: \(folder)/data
        forge: {kind: github, api_url: "http://127.0.0.1:9", graphql_url: "http://127.0.0.1:9/graphql", git_url: "http://127.0.0.1:9", web_url: "http://127.0.0.1:9"}
        identities: {merge: {token_env: TOKEN}}
        sources:
          - {repository: acme/server, secret_files: ["\(folder)/hook-secret"]}
        projects:
          - name: acme
            bot_name: bot
            branches: [{name: main}]
            repositories: [{name: acme/server}, {name: acme/secret, visibility: members}]
        people:
          - {login: alice, name: Alice Example, email: alice@example.org, operator: true, review: [{repository: acme/server, review: true}]}
        plugins: {load: [\(plugins.map { "{id: \($0.id)}" }.joined(separator: ", "))]}
        """
    }

    /// The first administrator's token.
    package var adminToken: String {
        get throws {
            try String(contentsOfFile: "\(folder)/data/admin-token", encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)
        }
    }

    /// Sends a request to it.
    package func send(
        _ method: String = "GET", _ path: String, token: String? = nil, headers: HTTPHeaders = [:], body: [UInt8]? = nil
    ) async throws -> HTTPResponse {
        var headers = headers
        if let token { headers["Authorization"] = "Bearer \(token)" }
        return try await http.send(HTTPRequest(method: method, url: base + path, headers: headers, body: body))
    }

    /// Delivers a webhook as GitHub does.
    package func deliver(
        _ event: String?, _ body: String, delivery: String = UUID().uuidString, secret: String? = RunningHost.secret
    ) async throws -> HTTPResponse {
        var headers: HTTPHeaders = ["Content-Type": "application/json", "X-GitHub-Delivery": delivery]
        if let event { headers["X-GitHub-Event"] = event }
        if let secret {
            let code = HMAC<SHA256>.authenticationCode(for: Data(body.utf8), using: SymmetricKey(data: Data(secret.utf8)))
            headers["X-Hub-Signature-256"] = "sha256=" + code.map { String(format: "%02x", $0) }.joined()
        }
        return try await send("POST", "/webhooks/github", headers: headers, body: Array(body.utf8))
    }

    /// Waits until everything that was received has been applied.
    package func settle() async throws {
        _ = try await runtime.operate(plugin: "host", name: "barrier", parameters: [:], actor: "test")
    }
}

extension HTTPResponse {
    /// The body as text.
    package var text: String { String(decoding: body, as: UTF8.self) }

    /// The body as a document; null if it is not JSON.
    package var document: JSON { (try? JSON(parsing: body)) ?? .null }
}
