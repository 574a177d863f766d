import Foundation

/// The folder of a host: configuration, secrets, plugins, data. Its forge is an address at which nobody answers.
struct HostFolder: Sendable {
    let path: String
    let secret = "the secret of the benchmark"
    private let workbench: Workbench

    var configuration: String { "\(path)/switchyard.yaml" }
    var data: String { "\(path)/data" }
    var plugins: String { "\(path)/plugins" }
    var pluginCache: String { "\(path)/plugin-cache" }
    var portFile: String { "\(path)/port" }
    var log: String { "\(path)/host.log" }

    /// - Parameter extra: further plugins, by id and library, loaded after the two that ship with the host.
    init(_ name: String, on workbench: Workbench, extra: [(id: String, library: String)] = []) throws {
        self.workbench = workbench
        path = try workbench.subfolder(name)
        for file in ["token", "secret"] {
            _ = FileManager.default.createFile(
                atPath: "\(path)/\(file)", contents: Data("\(secret)\n".utf8), attributes: [.posixPermissions: 0o600])
        }
        try Self.yaml(path, extra.map(\.id)).write(toFile: configuration, atomically: true, encoding: .utf8)
        try install(workbench.library("MergeBot"), templates: "\(workbench.root)/Plugins/MergeBot/Templates")
        try install(workbench.library("ForwardPort"), templates: nil)
        for plugin in extra { try install(plugin.library, templates: nil) }
    }

    private func install(_ library: String, templates: String?) throws {
        let words = [workbench.switchyard, "plugin", "install", library, "--config", configuration]
        try Child.run(words + (templates.map { ["--templates", $0] } ?? []), log: log)
    }

    private static func yaml(_ path: String, _ extra: [String]) -> String {
        """
        listen: 127.0.0.1:0
        data: \(path)/data
        log: {format: human, level: error}
        forge:
          kind: github
          api_url: http://127.0.0.1:9
          graphql_url: http://127.0.0.1:9/graphql
          git_url: http://127.0.0.1:9
          web_url: http://127.0.0.1:9
        identities:
          merge: {token_file: \(path)/token}
        plugins:
          directory: \(path)/plugins
          load:
            - {id: mergebot, grants: [{identity: merge, effects: [comment, inspect], repositories: ["acme/*"]}]}
            - {id: forwardport}
        \(extra.map { "    - {id: \($0)}\n" }.joined())
        sources:
          - {repository: acme/server, secret_files: [\(path)/secret]}
        projects:
          - name: acme
            bot_name: bot
            branches: [{name: main}]
            repositories:
              - {name: acme/server, required_statuses: [{context: ci/build}]}
        people:
          - {login: alice, name: Alice, email: alice@example.org, review: [{repository: acme/server, review: true}]}

        """
    }
}
