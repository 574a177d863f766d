import Engine
import Foundation
import HTTPClient
import PluginAPI
import StoryKit
import Testing
import WebTestHost

/// A whole host with the plugins that ship with it, for hostile requests.
struct FuzzHost {
    private static let installation = Installation(
        root: URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().path)

    let running: RunningHost
    let http: RawHTTP
    let adminToken: String

    /// Starts a host that knows a pull request, runs the body, checks that the host is healthy, and stops it.
    static func with(_ body: (FuzzHost) async throws -> Void) async throws {
        let missing = installation.missing
        try #require(missing.isEmpty, "\(missing.joined(separator: "; "))")
        let plugins = installation.plugins.map { RunningHost.Plugin(id: $0.id, library: $0.library, templates: $0.templates) }
        try await RunningHost.with(plugins: plugins) { (running: RunningHost) async throws in
            let host = FuzzHost(running: running, http: RawHTTP(port: running.port), adminToken: try running.adminToken)
            for name in ["pull_request.opened", "status.failure", "issue_comment.created"] {
                guard let fixture = WebhookFixture.all.first(where: { $0.name == name }) else { continue }
                let answer = try await running.deliver(fixture.event, fixture.document(of: "acme/server").text)
                #expect(answer.status == 202)
            }
            try await running.settle()
            try await body(host)
            try await host.check("at the end")
        }
    }

    /// - Throws: if the log stands still, or a plugin could not handle something.
    func check(_ input: some CustomStringConvertible) async throws {
        if let trouble = await running.runtime.trouble() { throw Fuzz.Failure("the log stands still: \(trouble)", input) }
        var filter = HostRuntime.ListFilter()
        filter.isOpen = true
        if let letter = try running.runtime.deadLetters(filter).items.first {
            _ = try await running.runtime.operate(
                plugin: "host", name: "dead_letter.drop", parameters: ["id": .string("\(letter["id"].int ?? 0)")], actor: "test")
            throw Fuzz.Failure("a plugin could not handle an event: \(letter["message"])", input)
        }
    }
}

/// A recorded webhook.
struct WebhookFixture: Sendable {
    /// `event.action`, the name of the file.
    let name: String
    let event: String
    let bytes: [UInt8]
    let document: JSON

    static let all: [WebhookFixture] = {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Fixtures/webhooks")
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.filter { $0.hasSuffix(".json") }.sorted().compactMap { name in
            guard let bytes = try? Data(contentsOf: folder.appending(path: name)), let document = try? JSON(parsing: bytes) else {
                return nil
            }
            let name = String(name.dropLast(".json".count))
            return WebhookFixture(name: name, event: String(name.prefix { $0 != "." }), bytes: Array(bytes), document: document)
        }
    }()

    /// The document as if it came from that repository.
    func document(of repository: String) -> JSON {
        var document = document
        var about = document["repository"]
        about["full_name"] = .string(repository)
        document["repository"] = about
        return document
    }
}
