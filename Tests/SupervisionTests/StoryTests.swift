import ForgeSim
import Foundation
import PluginAPI
import Store
import StoryKit
import Testing

@testable import Engine

/// The whole story of the merge queue, on a simulated forge and with a host as a process of its own, beside neighbours that do
/// all they can to disturb it.
@Suite("The merge queue beside bad neighbours")
struct StoryTests {
    private static func neighbour(_ id: String, by sin: String) -> Misbehaviour {
        Misbehaviour(id, source: "troubles-a-story", define: "BY_\(sin)") {
            $0.events = ["forge.*", "pull_request.*", "comment.created", "status.changed", "mergebot.*"]
            // Named in the manifest, so that it is the grants that refuse them.
            $0.effects = ["comment", "close", "push"]
        }
    }

    @Test(
        "lands what is good, finds what is bad, and says nothing twice",
        arguments: [
            [neighbour("traps-a-lot", by: "TRAPPING"), neighbour("fails-always", by: "FAILING")],
            [neighbour("kills-itself-a-lot", by: "KILLING"), neighbour("meddles", by: "MEDDLING")],
        ])
    func mainStory(_ neighbours: [Misbehaviour]) async throws {
        var installation = Installation(root: PluginBench.root)
        for plugin in neighbours {
            installation.neighbours.append(Installation.Plugin(id: plugin.id, library: try await PluginBench.library(of: plugin)))
        }
        let folder = NSTemporaryDirectory() + "switchyard-beside-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let stage = try await Stage.open(installation: installation, folder: folder, narrator: Narrator(isQuiet: true), ciDelay: 100)
        do {
            try await MainStory(stage).play()
            try await expectBlame(neighbours, on: stage)
        } catch {
            let log = (try? String(contentsOfFile: stage.files.log, encoding: .utf8)) ?? ""
            Issue.record("\(error)\n\(log.suffix(4000))")
        }
        await stage.close()
    }

    @Test("SIGTERM ends a host in time although a hook hangs, and nobody is blamed for it")
    func stopsBesideAHangingHook() async throws {
        let plugin = Misbehaviour("hangs-a-lot", source: "troubles-a-story", define: "BY_HANGING") { $0.events = ["comment.created"] }
        var installation = Installation(root: PluginBench.root)
        installation.neighbours.append(Installation.Plugin(id: plugin.id, library: try await PluginBench.library(of: plugin)))
        let folder = NSTemporaryDirectory() + "switchyard-stop-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let stage = try await Stage.open(installation: installation, folder: folder, narrator: Narrator(isQuiet: true), ciDelay: 100)
        do {
            let owner = try stage.person("owner")
            let pull = try await owner.openPull("acme/server", branch: "topic", title: "Topic", files: ["topic.txt": "1\n"])
            try await owner.comment("acme/server", pull.number, "hello")
            let client = SimClient(baseURL: stage.host.url, token: nil)
            try await wait(until: "/readyz says that the hook hangs", seconds: 30) {
                try await client.sendRaw("GET", "/readyz", [], headers: []).status == 503
            }
            let start = ContinuousClock.now
            await stage.host.stop()
            #expect(ContinuousClock.now - start < .seconds(25), "10 s for the host, 5 s for the runner, and then some")
            let store = try HostStore(path: "\(stage.files.data)/host.db")
            #expect(try store.read { try $0.crashes(since: 0) }.isEmpty)
        } catch {
            Issue.record("\(error)")
        }
        await stage.close()
    }

    private func expectBlame(_ neighbours: [Misbehaviour], on stage: Stage) async throws {
        #expect(stage.host.starts == 1, "the host itself never ended")
        #expect(try refused(on: stage).isEmpty, "no webhook was refused")
        let crasher = neighbours[0].id
        let crashes = try await stage.document("/api/v1/crashes")["items"].array ?? []
        #expect(crashes.count == 3 && crashes.allSatisfy { $0["plugin"].string == crasher }, "\(crashes)")
        let plugins = try await stage.document("/api/v1/plugins")["items"].array ?? []
        let held = plugins.filter { $0["quarantine"].string != nil }.compactMap { $0["id"].string }
        #expect(held == [crasher])
        let (status, output) = try await stage.host.run(["status", "--url", stage.host.url, "--data", stage.files.data])
        #expect(status == 0 && output.contains(crasher) && output.contains("quarantine"), "\(output)")
        // The neighbour's attempts are rolled back or refused each time; it stays loaded, and gets every event to the end.
        if neighbours[1].id == "fails-always" {
            let letters = try await stage.document("/api/v1/dead-letters")["items"].array ?? []
            #expect(letters.count > 20 && letters.contains { $0["plugin"].string == "fails-always" })
        } else {
            let log = try String(contentsOfFile: stage.files.log, encoding: .utf8)
            #expect(log.contains("plugin meddles is not granted"))
        }
        let release = ["plugin", "release", crasher, "--url", stage.host.url, "--data", stage.files.data]
        let (released, answer) = try await stage.host.run(release)
        #expect(released == 0, "\(answer)")
        let after = try await stage.document("/api/v1/plugins")["items"].array ?? []
        #expect(after.allSatisfy { $0["quarantine"].string == nil })
    }

    private func refused(on stage: Stage) throws -> [String] {
        try stage.forge.control.deliveries().filter { $0["state"].string == "failed" }.compactMap { $0["event"].string }
    }
}
