import Engine
import ForgeSim
import Foundation
import StoryKit
import Testing

/// The bot's token is out of a plugin's reach, and nowhere where people look, also while git pushes with it.
@Suite("Secrets stay secret", .serialized)
struct SecretTests {
    @Test(
        "During a push a plugin finds the token nowhere, and a host that is killed leaves no git behind",
        .enabled(if: Isolation.machineReport().isComplete), .timeLimit(.minutes(5)))
    func canary() async throws {
        let missing = Theatre.installation.missing
        try #require(missing.isEmpty, "\(missing.joined(separator: "; "))")
        let stage = try await CanaryStage()
        do {
            try await play(stage)
        } catch {
            let log = (try? String(contentsOfFile: stage.files.log, encoding: .utf8)) ?? ""
            Issue.record("\(error)\n\(log.suffix(3000))")
        }
        await stage.close()
    }

    private func play(_ stage: CanaryStage) async throws {
        let pull = try await startPush(stage)
        let host = try stage.hostProcess()
        let family = CanaryStage.descendants(of: host)
        let pushing = family.filter { stage.arguments(of: $0).contains("push") && stage.arguments(of: $0).contains("git") }
        #expect(pushing.count >= 2, "keeper and git run")

        // The canary looks now, with git waiting for the forge.
        _ = try await stage.person("bob").comment(pull.repository, pull.number, "What a nice change.")
        try await wait(until: "the canary has looked") { try await !stage.findings().isEmpty }
        expectNothingFound(try await stage.findings(), host: host, git: pushing)
        try expectNothingShown(stage, host: host, family: family)
        #expect(try stage.filesWithToken().isEmpty)
        #expect(try await stage.answersWithToken().isEmpty)

        // A host that is killed in the middle of a push takes git with it.
        #expect(pushing.allSatisfy { stage.arguments(of: $0).contains("push") }, "git still pushes")
        stage.forge.control.removeFaults()
        stage.host.kill()
        for process in family { #expect(stage.ends(process), "\(process) outlives the host") }
        try await controlOfTheCanary(stage, pull)
        #expect(try FileManager.default.contentsOfDirectory(atPath: "\(stage.files.data)/git").allSatisfy { !$0.hasPrefix(".askpass-") })
    }

    /// Brings a change to the push of its staging, which the forge lets wait.
    private func startPush(_ stage: CanaryStage) async throws -> Contributor.OpenedPull {
        let pull = try await stage.person("bob").openPull(
            Stage.server, branch: "fix", title: "Fix it", body: "What it is for.", files: ["fix.txt": "1\n"])
        try await wait(until: "the host knows the pull request and its green CI") {
            try await stage.answer("/api/v1/pull-requests/\(pull.repository)/\(pull.number)")["status"].string == "success"
        }
        let fault = try stage.forge.control.addFault(
            ["match": ["path": .string(CanaryStage.pushing), "method": "POST"], "effect": "latency_ms", "value": 120_000])
        _ = try await stage.person("alice").comment(pull.repository, pull.number, "bot r+")
        try await wait(until: "git pushes") { stage.forge.control.hits(ofFault: fault) > 0 }
        return pull
    }

    private func expectNothingFound(_ findings: [CanaryStage.Finding], host: Int32, git: [Int32]) {
        for finding in findings { #expect(!finding.isFound, "the token is in \(finding.place)") }
        let byPlace = Dictionary(findings.map { ($0.place, $0) }) { $1 }
        for process in [host] + git {
            let files = ["environ", "mem", "maps", "fd", "cwd"].map { "/proc/\(process)/\($0)" }
            for place in files + ["memory of \(process)", "tracing of \(process)", "descriptors of \(process)"] {
                #expect(byPlace[place]?.isRefused == true, "\(place): \(byPlace[place]?.result ?? "not tried")")
            }
        }
        for place in ["own memory", "own environment"] { #expect(byPlace[place]?.result == "ok") }
        #expect(byPlace["a socket"]?.isRefused == true)
        for finding in findings where finding.place.hasPrefix("/") && !finding.place.hasPrefix("/proc/") {
            #expect(finding.isRefused || finding.result == "ENOENT", "\(finding.place): \(finding.result)")
        }
    }

    private func expectNothingShown(_ stage: CanaryStage, host: Int32, family: [Int32]) throws {
        for process in [host] + family {
            for text in [stage.arguments(of: process), stage.environment(of: process)] {
                let data = Data(text.utf8)
                #expect(
                    stage.spellings.allSatisfy { data.range(of: $0) == nil },
                    "the token is shown by \(process): \(stage.arguments(of: process))")
            }
        }
    }

    /// A canary that finds nothing must be able to find something: a comment with the token in it goes through its memory.
    private func controlOfTheCanary(_ stage: CanaryStage, _ pull: Contributor.OpenedPull) async throws {
        try await wait(until: "the host is back") { try await stage.answer("/api/v1/status")["applied_seq"].int != nil }
        let old = try await stage.findings().count
        #expect(old > 0)
        _ = try await stage.person("bob").comment(pull.repository, pull.number, "The token is \(stage.token), don't tell.")
        try await wait(until: "the canary has found what it was told") {
            try await stage.findings().contains { $0.place == "own memory" && $0.isFound }
        }
    }
}
