import Contract
import Foundation
import PluginAPI
import PluginRules
import Testing

@testable import HostConfiguration

@Suite struct ConfigurationTests {
    private static let full = """
        listen: 127.0.0.1:8080
        public_url: https://bot.example.org
        identities:
          merge: {token_file: /run/secrets/merge-token, git_author: {name: Example Bot, email: bot@example.org}}
          port: {token_env: PORT_TOKEN}
        plugins: {load: [{id: queue, essential: true, configuration: {loud: true}}, {id: other, configuration: {any: [1]}}]}
        sources: [{repository: acme/server, secret_files: [/run/secrets/hook-server]}]
        projects:
          - name: acme
            batch_limit: 3
            branches: [{name: master, watched: false}, "17.0"]
            repositories: [{name: acme/server, branches: {except: ["16.0"]}, checks: "ci/build, legal/cla"}]
        people: [{login: alice, nickname: al, review: [{repository: acme/server, self_review: true}]}]
        """

    @Test func `what stands in a file is what is read`() throws {
        let loaded = try SampleKeys.load(Self.full)
        let configuration = loaded.configuration
        #expect(loaded.warnings == [])
        #expect(configuration.listen == ListenAddress("127.0.0.1:8080"))
        #expect(configuration.publicURL == "https://bot.example.org")
        #expect(configuration.identities["merge"]?.credential == .tokenFile("/run/secrets/merge-token"))
        #expect(configuration.identities["merge"]?.gitAuthor?.email == "bot@example.org")
        #expect(configuration.identities["port"]?.credential == .tokenEnvironment("PORT_TOKEN"))
        #expect(configuration.plugins.load.map(\.id) == ["queue", "other"])
        #expect(configuration.plugins.load.map(\.essential) == [true, nil])
        #expect(configuration.sources.map(\.secretFiles) == [["/run/secrets/hook-server"]])
        let project = try #require(configuration.projects.first)
        #expect(project.identity == "merge")
        #expect(project.identities == ["merge": "merge", "port": "port"])
        #expect(project.branches.map(\.name) == ["master", "17.0"])
        #expect(project.repositories.first?.branches == BranchFilter(only: nil, except: ["16.0"]))
        #expect(configuration.people.first?.review.first?.selfReview == true)
    }

    @Test func `what a plugin declares is in the document, with defaults`() throws {
        let document = try SampleKeys.load(Self.full).configuration.document
        let project = document["projects"][0]
        #expect(project["batch_limit"] == 3)
        #expect(project["branches"][0]["watched"] == false)
        #expect(project["branches"][1]["watched"] == true, "the default of the schema")
        #expect(project["repositories"][0]["checks"].array?.map { $0["context"] } == ["ci/build", "legal/cla"])
        #expect(document["people"][0]["nickname"] == "al")
        #expect(document["plugins"]["load"][0]["configuration"] == ["loud": true, "base": "https://bot.example.org"])
        #expect(document["plugins"]["load"][1]["configuration"] == ["any": [1]], "without a schema anything is taken")
    }

    @Test func `while a plugin is not known its keys are taken as they are, and that is said`() throws {
        let text = """
            identities: {merge: {token_env: T}}
            plugins: {load: [{id: queue, configuration: {lowd: 1}}]}
            projects: [{name: acme, batch_limit: 3, anything: [1]}]
            """
        let loaded = try ConfigurationLoader.load(
            yaml: text, source: "f", declared: DeclaredKeys([], unknown: ["queue": "it is not installed"]))
        #expect(
            loaded.warnings.map(\.description) == [
                "f:2: warning: plugins.load[0].id: keys of plugins are not checked: it is not installed; install the plugin, then check again"
            ])
        #expect(loaded.configuration.document["projects"][0]["anything"] == [1])
        // What the host itself knows is checked all the same.
        #expect(throws: ConfigurationError.self) {
            try ConfigurationLoader.load(yaml: "lissen: x", source: "f", declared: DeclaredKeys([], unknown: ["queue": "absent"]))
        }
    }

    @Test(arguments: [
        ("identities: {bot: {token_env: T}}", [], "", "bot"),
        ("identities: {bot: {token_env: T}, merge: {token_env: T}}", ["merge"], "", "merge"),
        ("identities: {bot: {token_env: T}, merge: {token_env: T}}", ["merge"], ", identities: {merge: bot}", "bot"),
        ("identities: {bot: {token_env: T}, merge: {token_env: T}}", ["merge"], ", identity: bot", "bot"),
    ])
    func `the host acts under one identity of the project`(
        identities: String, asked: [String], keys: String, expected: String
    ) throws {
        let declared = DeclaredKeys([Manifest(id: "p", version: "1", identities: asked)])
        let text = "\(identities)\nprojects: [{name: acme\(keys)}]"
        #expect(try ConfigurationLoader.load(yaml: text, source: "f", declared: declared).configuration.projects[0].identity == expected)
    }

    @Test func `the table of the host's keys is that of the schema`() {
        let keys: [ConfigurationScope: [ValueKey]] = [
            .project: ConfigurationSchema.projectKeys(DeclaredKeys([])), .branch: ConfigurationSchema.branchKeys,
            .repository: ConfigurationSchema.repositoryKeys, .person: ConfigurationSchema.personKeys,
        ]
        for scope in ConfigurationScope.allCases { #expect(scope.hostKeys == Set((keys[scope] ?? []).map(\.name))) }
    }

    @Test func `an empty file has every default`() throws {
        let configuration = try SampleKeys.load("").configuration
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
                repositories: [{name: acme/server, checks: "ci/build, legal/cla"}]
            people: [{login: bob}]
            """
        let configuration = try SampleKeys.load(text).configuration
        try Golden.check("configuration-defaults.json", pretty(configuration.document))
    }

    @Test func `the document has neither addresses nor the places of secrets`() throws {
        let configuration = try SampleKeys.load(Self.full).configuration
        try Golden.check("configuration-full.json", pretty(configuration.document))
        let text = configuration.document.text
        for secret in ["127.0.0.1", "/run/secrets", "PORT_TOKEN", "token_file", "key_file", "secret_files"] {
            #expect(!text.contains(secret))
        }
    }

    @Test func `the document loads to the same document`() throws {
        let first = try SampleKeys.load(Self.full).configuration
        let second = try ConfigurationLoader.load(document: first.document, declared: SampleKeys.declared).configuration
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
        let documents = try [one, two].map { try SampleKeys.load($0).configuration.document }
        #expect(documents[0].bytes == documents[1].bytes)
    }

    @Test func `the document of a request may not name files`() throws {
        let error = #expect(throws: ConfigurationError.self) {
            try ConfigurationLoader.load(
                document: ["listen": "0.0.0.0:1", "identities": ["a": ["token_file": "/etc/passwd"]]], source: "request",
                declared: SampleKeys.declared)
        }
        #expect(error?.problems.map(\.path) == ["identities.a.token_file", "listen"])
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
