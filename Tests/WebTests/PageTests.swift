import Engine
import HTTPClient
import PluginAPI
import Testing
import WebTestHost

@testable import Web

@Suite("Pages")
struct PageTests {
    @Test(
        "Every answer forbids what pages do not need",
        arguments: ["/", "/events", "/plugins", "/nowhere", "/static/app.css", "/api/v1/status"])
    func headers(_ path: String) async throws {
        try await RunningHost.with { (host: RunningHost) async throws in
            let answer = try await host.send("GET", path)
            #expect(answer.headers["Content-Security-Policy"]?.hasPrefix("default-src 'self'") == true)
            #expect(answer.headers["X-Content-Type-Options"] == "nosniff")
            #expect(answer.headers["X-Frame-Options"] == "DENY")
        }
    }

    @Test(
        "Pages have no inline script or style and are in the frame",
        arguments: [("/", 200), ("/events", 200), ("/plugins", 200), ("/login", 200), ("/who/knows", 404)])
    func frame(_ path: String, _ status: Int) async throws {
        try await RunningHost.with { (host: RunningHost) async throws in
            let answer = try await host.send("GET", path)
            #expect(answer.status == status)
            #expect(answer.headers["Content-Type"] == "text/html; charset=utf-8")
            #expect(answer.text.contains("<nav") && answer.text.contains("</html>"))
            #expect(!answer.text.contains("<script") && !answer.text.contains("<style") && !answer.text.contains(" style="))
        }
    }

    @Test("What comes from outside is escaped")
    func escaping() async throws {
        try await RunningHost.with { (host: RunningHost) async throws in
            let answer = try await host.send("GET", "/%3Cscript%3Ealert(1)%3C/script%3E")
            #expect(answer.status == 404)
            #expect(!answer.text.contains("<script"))
        }
    }

    @Test("Whoever is not logged in sees nothing of other repositories")
    func visibility() async throws {
        try await RunningHost.with { (host: RunningHost) async throws in
            for name in ["acme/server", "acme/secret"] {
                let parts = name.split(separator: "/")
                _ = try await host.runtime.operate(
                    plugin: "host", name: "barrier", parameters: ["owner": .string(String(parts[0])), "name": .string(String(parts[1]))],
                    actor: "test")
            }
            let stranger = try await host.send("GET", "/events").text
            #expect(stranger.contains("acme/server") && !stranger.contains("acme/secret"))
            let member = try await host.send("GET", "/events", headers: ["Cookie": "switchyard_session=\(try host.adminToken)"]).text
            #expect(member.contains("acme/secret"))
        }
    }

    @Test("HEAD has the headers and no body")
    func head() async throws {
        try await RunningHost.with { (host: RunningHost) async throws in
            let answer = try await host.send("HEAD", "/livez")
            #expect(answer.status == 200)
            #expect(answer.body.isEmpty)
        }
    }

    @Test("A template that writes without escaping is refused", arguments: ["{{{name}}}", "{{& name}}", "{{&name}}", "{{#open}}"])
    func templates(_ text: String) {
        #expect(throws: (any Error).self) { try PageTemplate(text, named: "x.mustache") }
    }

    @Test("A null hides what is further out, and values are escaped")
    func rendering() throws {
        let template = try PageTemplate("{{#items}}[{{#url}}{{url}}{{/url}}{{^url}}-{{/url}}{{name}}]{{/items}}", named: "x.mustache")
        let text = template.render(["url": "outer", "items": [["url": .null, "name": "a<b"], ["url": "inner", "name": 7]]])
        #expect(text == "[-a&lt;b][inner7]")
    }
}

@Suite("Routes")
struct RouteTableTests {
    private func route(_ method: String, _ path: String, _ surface: Surface = .api) -> Route {
        Route(method: method, pattern: PathPattern(path), surface: surface) { _ in Reply(text: path) }
    }

    @Test("A literal goes before a placeholder, whatever the order of declaration")
    func precedence() throws {
        let table = try RouteTable([route("GET", "/{owner}/{name}"), route("GET", "/events/{seq}"), route("GET", "/{kind}/7")])
        for (path, expected) in [("/events/7", "/events/{seq}"), ("/other/7", "/{kind}/7"), ("/a/b", "/{owner}/{name}")] {
            guard case .found(let route, _) = table.find("GET", path: path) else {
                Issue.record("nothing at \(path)")
                continue
            }
            #expect(route.pattern.text == expected)
        }
    }

    @Test("Segments are decoded after they were told apart")
    func decoding() throws {
        let table = try RouteTable([route("GET", "/branches/{name}")])
        guard case .found(_, let values) = table.find("GET", path: "/branches/feature%2Fone") else {
            Issue.record("not found")
            return
        }
        #expect(values["name"] == "feature/one")
    }

    @Test("Another method is told from another path")
    func methods() throws {
        let table = try RouteTable([route("GET", "/a"), route("PUT", "/a")])
        guard case .otherMethods(let allowed) = table.find("POST", path: "/a") else {
            Issue.record("the method was not refused")
            return
        }
        #expect(allowed == ["GET", "PUT"])
    }

    @Test("Two plugins cannot answer the same path")
    func clash() {
        #expect(throws: (any Error).self) { try RouteTable([route("GET", "/a/{x}"), route("GET", "/a/{y}")]) }
    }
}
