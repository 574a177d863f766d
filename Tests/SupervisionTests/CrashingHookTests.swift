import Foundation
import PluginAPI
import Store
import StoryKit
import Testing

@testable import Engine

/// The same crash in each place where a plugin's code runs.
@Suite("A crash in any hook")
struct CrashingHookTests {
    private static func crasher(_ place: String, isEssential: Bool = false, _ change: (inout Manifest) -> Void = { _ in }) -> Misbehaviour {
        Misbehaviour("crashes", source: "crashes-in", define: "IN_\(place)", isEssential: isEssential, change)
    }

    @Test(
        "while it is loaded and started: the host starts without it, and says why",
        arguments: [("CONSTRUCTOR", "load"), ("CREATE", "create"), ("START", "start"), ("RESYNC", "resync")])
    func atStart(_ place: String, _ hook: String) async throws {
        try await Yard.with([Self.crasher(place)]) { (yard: Yard) async throws in
            await yard.statuses("first")
            #expect(try await yard.notes("good") == ["first"])
            let reason = try #require(await yard.held["crashes"]?.reason)
            #expect(reason.contains("last in its \(hook)") && reason.contains("signal 11"), "\(reason)")
            #expect(try yard.crashes().map(\.hook) == [hook, hook])
            let status = try await yard.runtime.status().text
            #expect(status.contains("crashes") && status.contains("signal 11"), "\(status)")
        }
    }

    @Test("while it is started, and nothing may be applied without it: the host is up, and stores what comes")
    func essentialAtStart() async throws {
        try await Yard.with([Self.crasher("START", isEssential: true)]) { (yard: Yard) async throws in
            await yard.statuses("first")
            #expect(try await yard.operate("good", timeout: 1_000) == nil)
            try await wait(until: "the reason is known") {
                await yard.runtime.trouble()?.contains("plugin crashes is in quarantine") == true
            }
            await #expect(throws: SupervisionError.self) { try await yard.supervisor.release(plugin: "crashes", actor: "test") }
            #expect(await yard.held["crashes"] != nil)
        }
    }

    @Test("in a timer: that run is set aside, and the next ones are, until it is in quarantine")
    func timer() async throws {
        let crasher = Self.crasher("TIMER") { $0.timers = [TimerDeclaration("tick", periodSeconds: 3600)] }
        try await Yard.with([crasher]) { (yard: Yard) async throws in
            await yard.statuses("first")
            #expect(try await yard.notes("good") == ["first"])
            // The timer becomes due when nothing waits to be applied.
            try await wait(until: "the timer is set aside", seconds: 30) { try !yard.deadLetters(of: "crashes").isEmpty }
            let letter = try #require(try yard.deadLetters(of: "crashes").first)
            #expect(letter.hook == "timer tick")
            #expect(letter.message.contains("crashes crashed 2 times on it"))
            await yard.statuses("second")
            #expect(try await yard.notes("good") == ["first", "second"])
        }
    }

    @Test("in an operation: whoever asked is told")
    func operation() async throws {
        try await Yard.with([Self.crasher("OPERATION")]) { (yard: Yard) async throws in
            await yard.statuses("first")
            guard case .problem(let status, let message, _)? = try await yard.operate("crashes", "explode") else {
                throw RuntimeError("no problem was answered")
            }
            #expect(status == 500)
            #expect(message.contains("crashes crashed 2 times on it"), "\(message)")
            #expect(try yard.crashes().map(\.hook) == ["operation explode", "operation explode"])
            #expect(try await yard.notes("good") == ["first"])
        }
    }

    @Test("in a query: whoever asked is told, and after the third it is asked nothing for a while; its work goes on")
    func query() async throws {
        try await Yard.with([Self.crasher("QUERY")]) { (yard: Yard) async throws in
            for round in 1...3 {
                await #expect(throws: (any Error).self) { try await yard.query("crashes") }
                await yard.statuses("event \(round)")
                #expect(try await yard.notes("good").count == round)
            }
            #expect(try yard.crashes().map(\.hook) == Array(repeating: "query question", count: 3))
            #expect(try yard.crashes().map(\.event) == [nil, nil, nil])
            #expect(await yard.held.isEmpty)
            #expect(yard.book.has("a plugin is asked nothing for a while", "plugin=crashes"), "\(yard.book.all)")
            let error = await #expect(throws: SupervisionError.self) { try await yard.query("crashes") }
            #expect(error?.message.contains("plugin crashes is asked nothing until") == true, "\(String(describing: error))")
            #expect(try yard.crashes().count == 3, "the fourth question did not reach it")
            #expect(try await yard.notes("crashes") == (1...3).map { "event \($0)" })
            #expect(try await yard.runtime.status()["runner"]["silent"].array?.map { $0["plugin"] } == ["crashes"])
            let plugins = try await yard.runtime.plugins().array ?? []
            #expect(plugins.map { $0["silence"].string?.contains("query question") } == [nil, true])

            #expect(try await yard.supervisor.release(plugin: "crashes", actor: "operator"))
            #expect(try await yard.supervisor.release(plugin: "crashes", actor: "operator") == false)
            await #expect(throws: (any Error).self) { try await yard.query("crashes") }
            try await wait(until: "it has crashed again") { try yard.crashes().count == 4 }
        }
    }

    @Test("in a service: whom it belongs to is to blame, not who called it")
    func service() async throws {
        let crasher = Self.crasher("SERVICE") { $0.services = ["crasher/1"] }
        try await Yard.with([crasher, Misbehaviour("calls-a-crasher")]) { (yard: Yard) async throws in
            await yard.statuses("first", "sin", "second")
            #expect(try await yard.notes("good") == ["first", "sin", "second"])
            #expect(try await yard.notes("calls-a-crasher") == ["first", "the service failed", "second"])
            #expect(try yard.crashes().map(\.plugin) == ["crashes", "crashes"])
            #expect(try yard.crashes().map(\.hook) == ["service crash", "service crash"])
        }
    }

    @Test(
        "in a command and while its rights are asked for: the comment is answered, the plugin named", arguments: ["COMMAND", "AUTHORIZE"])
    func command(_ place: String) async throws {
        let crasher = Self.crasher(place) { manifest in
            manifest.commands = [CommandDeclaration("explode", patterns: ["explode"], roles: place == "COMMAND" ? [] : ["reviewer"])]
        }
        try await Yard.with([crasher]) { (yard: Yard) async throws in
            let fixtures = "\(PluginBench.root)/Tests/Fixtures/webhooks"
            await yard.deliver("pull_request", try Self.fixture("\(fixtures)/pull_request.opened.json"))
            var comment = try Self.fixture("\(fixtures)/issue_comment.created.json")
            comment["comment"]["body"] = "bot explode"
            await yard.deliver("issue_comment", comment)
            await yard.statuses("first")
            #expect(try await yard.notes("good") == ["first"])
            let crashes = try yard.crashes()
            #expect(crashes.map(\.plugin) == ["crashes", "crashes"])
            #expect(crashes.first?.hook == (place == "COMMAND" ? "command explode" : "authorize"))
            let replies = try yard.runtime.reader.read { try $0.sql("SELECT body FROM messages", []) }.rows
            #expect(replies.count == 1, "\(replies)")
        }
    }

    private static func fixture(_ path: String) throws -> JSON { try JSON(parsing: Data(contentsOf: URL(fileURLWithPath: path))) }
}
