import Engine
import ForgeSim
import Foundation
import StoryKit
import Testing

/// The bot's token is out of plugins' reach and appears nowhere, not even while git pushes with it.
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
        let runner = try stage.runnerProcess()
        let family = CanaryStage.descendants(of: host)
        // Meanwhile the host may run git for something else, which comes and goes.
        let pushing = family.filter { stage.arguments(of: $0).contains(" push ") || stage.arguments(of: $0).contains("git-remote-http") }
        #expect(pushing.count >= 3, "keeper, git and git's helper run")
        #expect(
            stage.hasTokenInMemory(host) != false && pushing.contains { stage.hasTokenInMemory($0) != false }, "there is something to find")

        // The canary looks now, while git waits for the forge.
        _ = try await stage.person("bob").comment(pull.repository, pull.number, "What a nice change.")
        let last = "descriptors of \(pushing[pushing.count - 1])"
        try await wait(until: "the canary has looked") { try await stage.findings().contains { $0.place == last } }
        let findings = try await stage.findings()
        expectWorthOfTheCanary(findings, stage)
        expectNothingFound(findings, stage, others: [host] + pushing)
        expectNothingShown(stage, host: host, family: family)
        #expect(try stage.filesWithToken().isEmpty)
        #expect(try await stage.answersWithToken().isEmpty)
        #expect(stage.hasTokenInMemory(runner) != true, "the runner has the token")
        #expect(stage.hasLoaded("libcurl", host) != false, "this does not see which libraries a process has")
        #expect(stage.hasLoaded("libcurl", runner) != true, "the runner has libcurl")

        // A host that is killed in the middle of a push takes git down with it.
        #expect(pushing.allSatisfy(CanaryStage.descendants(of: host).contains), "git still pushes")
        stage.forge.control.removeFaults()
        stage.host.kill()
        for process in family { #expect(stage.ends(process), "\(process) outlives the host") }
        try await wait(until: "the next host has pushed, and removed what the first one left") {
            let names = try FileManager.default.contentsOfDirectory(atPath: "\(stage.files.data)/git")
            let head = try await stage.person("owner").head(pull.repository, "staging.main")
            return head != nil && names.allSatisfy { !$0.hasPrefix(".askpass-") }
        }
        #expect(try stage.filesWithToken().isEmpty)
    }

    /// Brings a change as far as the push of its staging, which the forge delays.
    private func startPush(_ stage: CanaryStage) async throws -> Contributor.OpenedPull {
        // What people write is not secret from plugins; it is in the database that they read.
        let pull = try await stage.person("bob").openPull(
            Stage.server, branch: "fix", title: "Fix it", body: "What it is for: \(stage.plantedWord)", files: ["fix.txt": "1\n"])
        try await wait(until: "the host knows the pull request and its green CI") {
            try await stage.answer("/api/v1/pull-requests/\(pull.repository)/\(pull.number)")["status"].string == "success"
        }
        let fault = try stage.forge.control.addFault(
            ["match": ["path": .string(CanaryStage.pushing), "method": "POST"], "effect": "latency_ms", "value": 120_000])
        _ = try await stage.person("alice").comment(pull.repository, pull.number, "bot r+")
        try await wait(until: "git pushes") { stage.forge.control.hits(ofFault: fault) > 0 }
        return pull
    }

    /// The canary must be able to find something, or finding nothing proves nothing.
    private func expectWorthOfTheCanary(_ findings: [CanaryStage.Finding], _ stage: CanaryStage) {
        let byPlace = Dictionary(findings.map { ($0.place, $0) }) { $1 }
        for place in ["own memory", "own environment", stage.plantedFile] {
            #expect(byPlace[place]?.result == "ok" && byPlace[place]?.hasPlantedWord == true, "the canary does not see \(place)")
        }
        let database = stage.openFiles.dropFirst().compactMap { byPlace[$0] }
        #expect(database.contains { $0.hasPlantedWord } && database.contains { $0.result == "ok" }, "the canary does not see its database")
    }

    private func expectNothingFound(_ findings: [CanaryStage.Finding], _ stage: CanaryStage, others: [Int32]) {
        for finding in findings { #expect(!finding.hasToken, "the token is in \(finding.place)") }
        let byPlace = Dictionary(findings.map { ($0.place, $0) }) { $1 }
        for process in others {
            let files = ["environ", "mem", "maps", "fd", "cwd"].map { "/proc/\(process)/\($0)" }
            for place in files + ["memory of \(process)", "tracing of \(process)", "descriptors of \(process)"] {
                #expect(byPlace[place]?.isRefused == true, "\(place): \(byPlace[place]?.result ?? "not tried")")
            }
            #expect(byPlace["/proc/\(process)/cmdline"]?.result == "ok", "arguments are no secret, and the trust model says so")
        }
        #expect(byPlace["a socket"]?.isRefused == true)
        for path in stage.closedFiles + CanaryStage.closedPlaces where FileManager.default.fileExists(atPath: path) {
            #expect(byPlace[path]?.isRefused == true, "\(path): \(byPlace[path]?.result ?? "not tried")")
        }
        let inherited = findings.filter { $0.place.hasPrefix("descriptor ") }
        #expect(inherited.contains { $0.place.contains("socket:") } && inherited.contains { $0.place.hasSuffix("state.db") })
        for finding in inherited {
            let isExpected = ["socket:", "anon_inode:", "/memfd:", "state.db", "/dev/null"].contains { finding.place.contains($0) }
            #expect(isExpected || finding.isRefused, "\(finding.place): \(finding.result)")
        }
    }

    private func expectNothingShown(_ stage: CanaryStage, host: Int32, family: [Int32]) {
        for process in [host] + family {
            // The host itself was given the token in a variable, too.
            let texts = [stage.arguments(of: process)] + (process == host ? [] : [stage.environment(of: process)])
            for text in texts {
                let data = Data(text.utf8)
                #expect(
                    stage.spellings.allSatisfy { data.range(of: $0) == nil },
                    "the token is shown by \(process): \(stage.arguments(of: process))")
            }
        }
    }
}
