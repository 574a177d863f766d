import Foundation
import PluginAPI
import PluginTesting
import Testing

@testable import Engine
@testable import PluginRules

@Suite("The example plugins, loaded from the drop-in folder")
struct ExampleTests {
    @Test("Hello, in Swift: installed, locked, opened, started, commanded, asked")
    func helloSwift() throws {
        let workshop = try Workshop()
        let plugin = try workshop.install(try Project.helloSwift())
        #expect(plugin.manifest.id == "hello")
        #expect(plugin.entry.effects == ["comment"])

        let host = try TestHost(loaded: [plugin.table])
        try host.addPullRequest(TestPullRequest(number: 1))
        #expect(try host.command("hello", by: "ada", on: 1) == .done)
        #expect(host.replies.map(\.text) == ["Hello ada, this is greeting number 1."])
        #expect(try host.query("greetings") == [["login": "ada", "count": 1]])
        #expect(throws: PluginError.self) { try host.query("nothing", plugin: "other") }
    }

    @Test("hello-c: hears an event, keeps a row, sends a message, answers a query")
    func helloC() throws {
        let workshop = try Workshop()
        let plugin = try workshop.install(try Project.helloC())
        let host = try TestHost(loaded: [plugin.table])
        for number in [1, 2, 2] { try host.deliver("pull_request.opened", repository: "acme/web", number: number) }
        try host.deliver("pull_request.closed", repository: "acme/web", number: 3)
        #expect(host.replies.map(\.parameters) == [["count": 1], ["count": 2], ["count": 2]])
        #expect(try host.query("greetings") == ["acme/web#1", "acme/web#2"])
        let error = #expect(throws: PluginError.self) { try host.operation("anything") }
        #expect(error?.code == .unsupported)
    }

    @Test("one library serves several hosts of a process, each with its own instance and tables")
    func severalHosts() throws {
        let workshop = try Workshop()
        let table = try workshop.install(try Project.helloSwift()).table
        let hosts = try (0..<3).map { _ in try TestHost(loaded: [table]) }
        for (index, host) in hosts.enumerated() {
            try host.addPullRequest(TestPullRequest(number: 1))
            for _ in 0...index { _ = try host.command("hello", by: "ada", on: 1) }
        }
        #expect(try hosts.map { try $0.query("greetings")[0]["count"].int } == [1, 2, 3])
    }

    @Test("plugins in Swift and C live together")
    func together() throws {
        let workshop = try Workshop()
        let plugins = [
            try workshop.install(try Project.helloSwift()), try workshop.install(try Project.helloC()),
            try workshop.install(try Project.forwardPort()),
        ]
        try ManifestRules.check(plugins.map(\.manifest))
        let host = try TestHost(loaded: plugins.map(\.table))
        try host.deliver("pull_request.opened", repository: "acme/web", number: 5)
        #expect(host.replies.map(\.code) == ["c-hello.welcome"])
    }
}
