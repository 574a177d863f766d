import Foundation
import PluginAPI
import Testing

@testable import Engine

@Suite struct ConfigurationTests {
    @Test func `the shipped example loads without a warning`() throws {
        let loaded = try ConfigurationLoader.load(path: ProjectFiles.example.path)
        let configuration = loaded.configuration
        #expect(loaded.warnings == [])
        #expect(configuration.listen == ListenAddress("127.0.0.1:8080"))
        #expect(configuration.publicURL == "https://bot.example.org")
        #expect(configuration.identities["merge"]?.credential == .tokenFile("/run/secrets/merge-token"))
        #expect(configuration.identities["merge"]?.gitAuthor?.email == "bot@example.org")
        #expect(configuration.identities["forwardport"]?.credential == .tokenEnvironment("FORWARDPORT_TOKEN"))
        #expect(configuration.plugins.load.map(\.id) == ["mergebot", "forwardport"])
        #expect(configuration.plugins.load.map(\.essential) == [true, nil])
        #expect(configuration.sources.map(\.secretFiles) == [["/run/secrets/hook-server"]])
        let project = try #require(configuration.projects.first)
        #expect(project.branches.map(\.name) == ["master", "17.0"])
        #expect(project.repositories.first?.branches == BranchFilter(only: nil, except: ["16.0"]))
        #expect(project.repositories.first?.requiredStatuses.map(\.pullRequests) == [.required])
        #expect(project.repositories.first?.settings["fork"] == "acme-forks/server")
        #expect(project.settings["forward_port"]["title_prefix"] == "[FW]")
        #expect(configuration.people.first?.review.first?.selfReview == true)
    }

    @Test func `an empty file has every default`() throws {
        let configuration = try ConfigurationLoader.load(yaml: "", source: "x").configuration
        #expect(configuration.listen?.description == "127.0.0.1:8080")
        #expect(configuration.publicURL == nil)
        #expect(configuration.data == "var")
        #expect(configuration.log.format == .human)
        #expect(configuration.forge.apiURL == nil, "the addresses are the forge's own")
        #expect(configuration.plugins.directory == nil)
        #expect(configuration.projects == [])
    }

    @Test func `a project has the defaults of the example`() throws {
        let text = """
            identities: {merge: {token_env: T}}
            projects:
              - name: acme
                branches: [master, "17.0"]
                repositories: [{name: acme/server, required_statuses: "ci/build, legal/cla"}]
            people: [{login: bob}]
            """
        let configuration = try ConfigurationLoader.load(yaml: text, source: "x").configuration
        try Golden.check("configuration-defaults.json", pretty(configuration.document))
    }

    @Test func `the document has neither addresses nor the places of secrets`() throws {
        let configuration = try ConfigurationLoader.load(path: ProjectFiles.example.path).configuration
        try Golden.check("configuration-example.json", pretty(configuration.document))
        let text = configuration.document.text
        for secret in ["127.0.0.1", "/run/secrets", "FORWARDPORT_TOKEN", "token_file", "key_file", "secret_files"] {
            #expect(!text.contains(secret))
        }
    }

    @Test func `the document loads to the same document`() throws {
        let first = try ConfigurationLoader.load(path: ProjectFiles.example.path).configuration
        let second = try ConfigurationLoader.load(document: first.document).configuration
        #expect(first.document.bytes == second.document.bytes)
        #expect(first.projects == second.projects)
        #expect(second.listen == nil)
        #expect(second.identities["merge"]?.credential == nil)
    }

    @Test func `the document does not depend on the order of keys, people and sources`() throws {
        let one = """
            identities: {merge: {token_env: T}, other: {token_env: U}}
            people: [{login: Bob, operator: true}, {login: alice}]
            sources: [{repository: b/b, secret_files: [s]}, {repository: a/a, secret_files: [s]}]
            """
        let two = """
            sources: [{secret_files: [s], repository: a/a}, {repository: b/b, secret_files: [t]}]
            people:
              - login: alice
              - {operator: yes, login: Bob}
            identities: {other: {token_env: V}, merge: {token_file: /t}}
            """
        let documents = try [one, two].map { try ConfigurationLoader.load(yaml: $0, source: "x").configuration.document }
        #expect(documents[0].bytes == documents[1].bytes)
    }

    @Test func `the document of a request may not name files`() throws {
        let error = #expect(throws: ConfigurationError.self) {
            try ConfigurationLoader.load(
                document: ["listen": "0.0.0.0:1", "identities": ["a": ["token_file": "/etc/passwd"]]], source: "request")
        }
        #expect(error?.problems.map(\.path) == ["identities.a.token_file", "listen"])
    }

    @Test(arguments: [
        ("acme/*", "acme/server", true), ("acme/*", "ACME/Server", true), ("acme/*", "acme-forks/server", false),
        ("*", "x/y", true), ("acme/server", "acme/server2", false),
    ])
    func `a grant names repositories by pattern`(pattern: String, repository: String, allowed: Bool) {
        let grant = Configuration.Grant(identity: "merge", effects: ["push"], repositories: [pattern])
        #expect(grant.allows(effect: "push", identity: "merge", repository: repository) == allowed)
        #expect(!grant.allows(effect: "comment", identity: "merge", repository: repository))
        #expect(!grant.allows(effect: "push", identity: "other", repository: repository))
    }

    @Test(arguments: [
        ("127.0.0.1:0", true), ("localhost:80", true), ("[::1]:80", true), ("0.0.0.0:80", false), ("[::]:80", false),
        ("127.evil.org:80", false),
    ])
    func `loopback addresses are known`(text: String, loopback: Bool) {
        #expect(ListenAddress(text)?.isLoopback == loopback)
        #expect(ListenAddress(text)?.description == text)
    }

    private func pretty(_ document: JSON) throws -> String {
        let object = try JSONSerialization.jsonObject(with: Data(document.bytes))
        let data = try JSONSerialization.data(
            withJSONObject: object, options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes])
        return String(decoding: data, as: UTF8.self) + "\n"
    }
}
