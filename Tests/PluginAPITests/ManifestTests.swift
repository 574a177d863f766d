import PluginAPI
import Testing

@Suite("Manifests")
struct ManifestTests {
    private let whole = Manifest(
        id: "merge-bot", version: "1.2.0", essential: true, events: ["pull_request.*"],
        timers: [TimerDeclaration("sweep", sequence: 5, periodSeconds: 60), TimerDeclaration("once")],
        commands: [CommandDeclaration("r", patterns: ["r +"], roles: ["reviewer"], summary: "approve", usage: "r+")],
        messages: [MessageTemplate("hi", "Hi {name}")], services: ["mergebot/1"], needs: ["other/2"], effects: ["comment"],
        identities: ["merge"], resources: [.query("/a/{b}", "a"), .operation("POST", "/a", "make")],
        pages: [PageDeclaration("/p", query: "p", template: "p.mustache", title: "P")],
        configurationSchema: ["type": "object"])

    @Test("a manifest comes back whole from its document")
    func roundTrip() throws {
        let document = try JSON(encoding: whole)
        #expect(document["configuration_schema"]["type"] == "object")
        #expect(document["timers"][0]["period_seconds"] == 60)
        #expect(document["needs"] == ["other/2"])
        #expect(try document.decode(as: Manifest.self) == whole)
    }

    @Test("id and version are enough")
    func smallest() throws {
        let manifest: Manifest = try JSON(parsing: #"{"id":"x","version":"1"}"#).decode()
        #expect(manifest == Manifest(id: "x", version: "1"))
        #expect(throws: DecodingError.self) { try JSON(parsing: #"{"id":"x"}"#).decode(as: Manifest.self) }
    }

    @Test("tables of a plugin with a hyphen are named with an underscore")
    func prefix() {
        #expect(whole.prefix == "merge_bot")
    }

    @Test(
        "a subscription covers its kind, or all kinds below its prefix",
        arguments: [
            ("pull_request.opened", "pull_request.opened", true), ("pull_request.opened", "pull_request.*", true),
            ("pull_requests.x", "pull_request.*", false), ("pull_request", "pull_request.*", false),
            ("status.changed", "*", true), ("status.changed", "status", false),
        ])
    func subscriptions(_ kind: String, _ subscription: String, _ expected: Bool) {
        #expect(Event.matches(kind: kind, subscription: subscription) == expected)
    }

    @Test("a service without a usable version is not one")
    func services() {
        #expect(ServiceID("mergebot/1") == ServiceID("mergebot", version: 1))
        for text in ["mergebot", "mergebot/", "mergebot/0", "/1", "a/b/1"] { #expect(ServiceID(text) == nil) }
    }
}
