import PluginAPI
import PluginTesting
import Testing

@testable import Hello

@Test("hello is answered, counted and listed")
func hello() throws {
    let host = try TestHost(HelloPlugin.self)
    try host.addPullRequest(TestPullRequest(number: 1))

    #expect(try host.command("hello", by: "ada", on: 1) == .done)
    #expect(try host.command("hello", by: "ada", on: 1) == .done)

    #expect(host.replies.map(\.text) == ["Hello ada, this is greeting number 1.", "Hello ada, this is greeting number 2."])
    #expect(try host.query("greetings") == [["login": "ada", "count": 2]])
}
