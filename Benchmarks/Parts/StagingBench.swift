import ForgeSim
import Foundation
import GRDB
import StoryKit

/// How long it takes from `r+` until the staging branch is pushed, on a simulated forge.
struct StagingBench {
    private static let rounds = 6

    let workbench: Workbench

    func measure() async throws -> Measurements {
        var measurements = Measurements()
        let stage = try await Stage.open(
            installation: Installation(root: try installation(), configuration: "release"), folder: try workbench.subfolder("staging"),
            narrator: Narrator(isQuiet: true), ciDelay: 2500)
        do {
            for round in 0..<Self.rounds {
                let elapsed = try await self.round(round, on: stage)
                // The first one creates the repositories.
                if round > 0 { measurements.add("rplus_to_staged_ms", elapsed) }
            }
        } catch {
            await stage.close()
            throw error
        }
        await stage.close()
        return measurements
    }

    /// A folder that looks like a checkout in which everything has been built.
    private func installation() throws -> String {
        let files = FileManager.default
        let root = try workbench.subfolder("checkout")
        var links = [("\(root)/.build/release/switchyard", workbench.switchyard)]
        for plugin in ["MergeBot", "ForwardPort"] {
            links.append(("\(root)/Plugins/\(plugin)/.build/release/lib\(plugin).so", workbench.library(plugin)))
        }
        links.append(("\(root)/Plugins/MergeBot/Templates", "\(workbench.root)/Plugins/MergeBot/Templates"))
        for (link, target) in links {
            let folder = URL(fileURLWithPath: link).deletingLastPathComponent().path
            try files.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try files.createSymbolicLink(atPath: link, withDestinationPath: target)
        }
        return root
    }

    private func round(_ number: Int, on stage: Stage) async throws -> Double {
        let pull = try await stage.person("bob").openPull(
            Stage.server, branch: "change-\(number)", title: "Change \(number)", files: ["file-\(number).txt": "\(number)\n"])
        let path = "/api/v1/pull-requests/\(pull.repository)/\(pull.number)"
        try await stage.until("the pull request is green") { try await stage.document(path)["status"].string == "success" }
        try await stage.forge.idle()
        let last = stage.forge.control.requests().last?.seq ?? 0
        try await stage.person("alice").comment(pull.repository, pull.number, "bot r+")
        try await stage.until("it is staged") { try await !stage.document(path)["staging"].isNull }
        let elapsed = try Self.elapsed(stage.files.data)
        let forge = try await Self.forgeTime(since: last, stage)
        try await stage.until("it is merged") { try await stage.document(path)["state"].string == "merged" }
        try await stage.forge.idle()
        return max(0, elapsed - forge)
    }

    /// From the storing of the newest comment to the outcome of the last push after it, according to the host's log.
    private static func elapsed(_ data: String) throws -> Double {
        var configuration = GRDB.Configuration()
        configuration.readonly = true
        let log = try DatabaseQueue(path: "\(data)/host.db", configuration: configuration)
        let times = try log.read { database in
            try Row.fetchOne(
                database,
                sql: """
                    SELECT c.time AS start, max(p.time) AS end FROM inbox c JOIN inbox p ON p.seq > c.seq
                    WHERE c.seq = (SELECT max(seq) FROM inbox WHERE kind = 'forge.comment' AND actor = 'alice')
                      AND p.kind = 'effect.outcome' AND json_extract(p.document, '$.kind') = 'push'
                    """)
        }
        guard let times, let start = times["start"] as Int64?, let end = times["end"] as Int64? else {
            throw BenchError("the host's log holds no push after the comment")
        }
        return Double(end - start)
    }

    /// What the forge spent on the bot's requests. Repositories are handled in parallel, so the slowest one counts.
    private static func forgeTime(since seq: Int64, _ stage: Stage) async throws -> Double {
        let document = try await stage.forge.client(nil).get("/_sim/requests?since=\(seq)")
        var sums: [String: Double] = [:]
        for request in document["items"].array ?? [] where request["login"].string == Stage.bot {
            let path = request["path"].string ?? ""
            let repository = Stage.repositories.first { path.contains($0) } ?? ""
            sums[repository, default: 0] += Double(request["ms"].int ?? 0)
        }
        return sums.values.max() ?? 0
    }
}
