import PluginAPI
import PluginTesting

/// The host with which plugin authors test.
final class TestingHost: HostUnderTest {
    private let host: TestHost
    private var asked: [RequestedEffect] = []

    init(_ plugins: [any Plugin.Type]) throws {
        host = try TestHost(plugins)
        try host.addRepository("acme/web", project: try host.addProject("acme"))
        try host.addPullRequest(TestPullRequest(number: 1, author: "author"))
    }

    func comment(_ body: String, by login: String) throws -> Bool {
        // An error thrown by a hook reaches the test here; on the real host it becomes an answer.
        do { return try host.comment(body, by: login, on: 1) == .done } catch is PluginError { return false }
    }

    func deliver(_ kind: String, _ document: JSON) throws -> Bool {
        do {
            try host.deliver(kind, repository: "acme/web", number: 1, document: document)
            return true
        } catch is PluginError {
            return false
        }
    }

    func operate(_ name: String, _ parameters: JSON) throws -> String {
        do { return try host.operation(name, parameters, plugin: "probe").text } catch let error as PluginError { return error.message }
    }

    func advance(seconds: Int64) throws { try host.advance(seconds: seconds) }

    var replies: [String] { host.replies.map(\.text) }

    var effects: [String] { host.effects.map { "\($0.kind) \($0.payload.text)" } }

    func column(_ sql: String) throws -> [String] {
        try host.sql(sql).map { $0[0].string ?? $0[0].int.map(String.init) ?? "" }
    }

    var journal: [String] {
        host.journal.map { "\($0.entity) \($0.id) \($0.field) \($0.old.text) \($0.new.text)" }
    }
}
