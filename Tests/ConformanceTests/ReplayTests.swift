import PluginAPI
import Testing

/// Comments that are read again when a pull request is adopted.
@Suite("A replayed comment")
struct ReplayTests {
    @Test(
        "is carried out, and neither the host nor a plugin answers it",
        arguments: [("@bot do say", "say "), ("@bot do labels", "labels "), ("@bot help", nil), ("@bot fly", nil)] as [(String, String?)])
    func silent(body: String, noted: String?) throws {
        let host = try RunnerHost([ProbePlugin.self])
        try host.replay(body, by: "ann")
        #expect(try host.column("SELECT text FROM probe_notes") == (noted.map { [$0] } ?? []))
        #expect(try host.column("SELECT kind FROM effects WHERE kind IN ('comment', 'reaction')") == [])
    }
}
