import Foundation

/// The folder of a host in a story: its configuration, its secrets, its data.
package struct HostFiles: Sendable {
    package let folder: String

    package var data: String { "\(folder)/data" }
    package var configuration: String { "\(folder)/switchyard.yaml" }
    package var portFile: String { "\(folder)/port" }
    package var log: String { "\(folder)/host.log" }
    /// The secret that all hooks of the story share.
    package let webhookSecret = "a secret of the story"

    /// Creates the folder and writes what a host for the given forge needs.
    /// - Parameters:
    ///   - forgeURL: the forge's base address.
    ///   - tokens: the token of each identity.
    ///   - neighbours: ids of further plugins to load, without a grant.
    package init(folder: String, forgeURL: String, tokens: [String: String], neighbours: [String] = []) throws {
        self.folder = folder
        try FileManager.default.createDirectory(atPath: data, withIntermediateDirectories: true)
        for (identity, token) in tokens { try write(token, to: "\(identity)-token") }
        try write(webhookSecret, to: "webhook-secret")
        let yaml = Self.yaml(folder: folder, forgeURL: forgeURL)
            .replacing("\nsources:\n", with: neighbours.map { "\n    - id: \($0)" }.joined() + "\nsources:\n")
        try write(yaml, to: "switchyard.yaml")
    }

    private func write(_ text: String, to name: String) throws {
        let path = "\(folder)/\(name)"
        guard FileManager.default.createFile(atPath: path, contents: Data("\(text)\n".utf8), attributes: [.posixPermissions: 0o600])
        else { throw StoryError("cannot write \(path)") }
    }

    private static func yaml(folder: String, forgeURL: String) -> String {
        """
        listen: 127.0.0.1:0
        data: \(folder)/data
        log: {format: human, level: info}
        forge:
          kind: github
          api_url: \(forgeURL)
          graphql_url: \(forgeURL)/graphql
          git_url: \(forgeURL)
          web_url: \(forgeURL)
        identities:
          merge: {token_file: \(folder)/merge-token}
          forwardport: {token_file: \(folder)/forwardport-token}
        plugins:
          load:
            - id: mergebot
              essential: true
              grants:
                - identity: merge
                  effects: [comment, reaction, labels, status, close, reopen, retarget, deployment, inspect, compose, push, delete_ref]
                  repositories: ["acme/*"]
            - id: forwardport
              grants:
                - {identity: merge, effects: [comment, reaction, labels, close, inspect], repositories: ["acme/*"]}
        sources:
          - {repository: acme/server, secret_files: [\(folder)/webhook-secret]}
          - {repository: acme/client, secret_files: [\(folder)/webhook-secret]}
        projects:
          - name: acme
            bot_name: bot
            batch_limit: 8
            branches: [{name: main}]
            repositories:
              - {name: acme/server, required_statuses: [{context: ci/build}]}
              - {name: acme/client, required_statuses: [{context: ci/build}]}
        people:
          - login: alice
            name: Alice Example
            email: alice@example.org
            operator: true
            review:
              - {repository: acme/server, review: true, self_review: true}
              - {repository: acme/client, review: true, self_review: true}
          - {login: bob, name: Bob Example, email: bob@example.org}

        """
    }
}
