import ForwardPortCore
import PluginAPI
import PluginTesting
import Testing

@Test("the plugin starts, and asks for nothing")
func starts() throws {
    let host = try TestHost(ForwardPortPlugin.self)
    try host.addPullRequest(TestPullRequest(number: 1))
    try host.deliver("pull_request.opened", repository: "acme/web", number: 1)
    #expect(host.effects.isEmpty && host.timers.isEmpty && host.replies.isEmpty)
}
