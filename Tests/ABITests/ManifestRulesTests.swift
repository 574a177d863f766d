import PluginAPI
import Testing

@testable import Engine
@testable import PluginRules

@Suite("The rules for manifests")
struct ManifestRulesTests {
    @Test(
        "a manifest that breaks a rule is refused with the rule",
        arguments: [
            (Manifest(id: "Merge", version: "1"), "lower-case"), (Manifest(id: "", version: "1"), "lower-case"),
            (Manifest(id: "1a", version: "1"), "lower-case"), (Manifest(id: "a/../b", version: "1"), "lower-case"),
            (Manifest(id: "host", version: "1"), "the host's own"), (Manifest(id: "a", version: ""), "no version"),
            (Manifest(id: "a", version: "1", timers: [TimerDeclaration("t"), TimerDeclaration("t")]), "timer 't' twice"),
            (Manifest(id: "a", version: "1", timers: [TimerDeclaration("t", periodSeconds: 0)]), "under one second"),
            (Manifest(id: "a", version: "1", timers: [TimerDeclaration("t", periodSeconds: .max)]), "over 315360000 seconds"),
            (Manifest(id: "a", version: "1", messages: [MessageTemplate("m", ""), MessageTemplate("m", "")]), "message 'm' twice"),
            (Manifest(id: "a", version: "1", resources: [.query("a", "q")]), "start with '/'"),
            (Manifest(id: "a", version: "1", resources: [.operation("STEAL", "/a", "q")]), "unknown method"),
            (Manifest(id: "a", version: "1", resources: [.operation("GET", "/a", "q")]), "GET with a query"),
            (Manifest(id: "a", version: "1", resources: [ResourceDeclaration(path: "/a", method: "GET")]), "either a query"),
            (Manifest(id: "a", version: "1", pages: [PageDeclaration("/p", query: "q", template: "../x", title: "")]), "templates/"),
            (
                Manifest(
                    id: "a", version: "1",
                    pages: [PageDeclaration("/{owner}/{name}", query: "q", template: "t", title: "", subject: .pullRequest)]),
                "must contain {number}"
            ),
            (Manifest(id: "a", version: "1", configurationSchema: []), "schema"),
            (
                Manifest(id: "a", version: "1", commands: [CommandDeclaration("c", patterns: ["go"], roles: ["writer"])]),
                "does not give yet"
            ),
            (
                Manifest(id: "a", version: "1", commands: [CommandDeclaration("c", patterns: ["go"], roles: ["queue.reviewer"])]),
                "another plugin's"
            ),
        ])
    func single(_ manifest: Manifest, _ words: String) {
        #expect(ManifestRules.problems(manifest).contains { $0.contains(words) }, "\(ManifestRules.problems(manifest))")
    }

    @Test(
        "plugins that claim the same are refused with both names",
        arguments: [
            (
                Manifest(id: "first", version: "1", commands: [CommandDeclaration("c", patterns: ["go +"])]),
                Manifest(id: "second", version: "1", commands: [CommandDeclaration("d", patterns: ["go -"])]), "word `go`"
            ),
            (
                Manifest(id: "first", version: "1", services: ["s/1"]), Manifest(id: "second", version: "1", services: ["s/1"]),
                "service 's/1'"
            ),
            (
                Manifest(id: "first", version: "1", resources: [.query("/a/{b}", "q")]),
                Manifest(id: "second", version: "1", resources: [.query("/a/{c}", "q")]), "resource"
            ),
            (
                Manifest(id: "first", version: "1", pages: [PageDeclaration("/p", query: "q", template: "t", title: "")]),
                Manifest(id: "second", version: "1", pages: [PageDeclaration("/p", query: "q", template: "t", title: "")]), "page"
            ),
            (
                Manifest(id: "first", version: "1", timers: [TimerDeclaration("sweep")]),
                Manifest(id: "second", version: "1", timers: [TimerDeclaration("sweep")]), "timer 'sweep'"
            ),
            (Manifest(id: "first", version: "1"), Manifest(id: "first-second", version: "1"), "tables"),
        ])
    func clash(_ first: Manifest, _ second: Manifest, _ words: String) {
        let error = #expect(throws: PluginLoadError.self) { try ManifestRules.check([first, second]) }
        #expect(error?.code == .clash)
        for word in ["first", "second", words] { #expect(error?.message.contains(word) == true, "\(error?.message ?? "")") }
    }

    @Test("a service that is needed must be provided, in that version")
    func needs() throws {
        let user = Manifest(id: "user", version: "1", needs: ["s/2"])
        let error = #expect(throws: PluginLoadError.self) {
            try ManifestRules.check([user, Manifest(id: "old", version: "1", services: ["s/1"])])
        }
        #expect(error?.message.contains("needs the service s/2") == true)
        try ManifestRules.check([user, Manifest(id: "new", version: "1", services: ["s/1", "s/2"])])
    }

    @Test("versions of one service may come from different plugins, and services from one plugin")
    func noClash() throws {
        try ManifestRules.check([
            Manifest(id: "a", version: "1", services: ["s/1", "t/1"]), Manifest(id: "b", version: "1", services: ["s/2"]),
        ])
    }
}
