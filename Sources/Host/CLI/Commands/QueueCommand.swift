import ArgumentParser
import Engine
import PluginAPI

/// `switchyard queue`: what is tested, waiting and blocked on each branch.
struct QueueCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "queue", abstract: "Show the merge queue of every branch.")

    @OptionGroup var host: HostOptions

    func run() async throws {
        try await Output.run {
            let client = try host.client()
            let branches = try await client.send("GET", "/branches")["items"].array ?? []
            let stagings = try await client.send("GET", "/stagings?active=true")["items"].array ?? []
            let splits = try await client.send("GET", "/splits")["items"].array ?? []
            let open = try await client.send("GET", "/pull-requests?open=true&limit=500")["items"].array ?? []
            let queue = branches.map { Self.branch($0, stagings, splits, open) }
            if host.json { return Output.document(["items": .array(queue)]) }
            if queue.isEmpty { Output.line("no branch is configured") }
            for branch in queue { Self.show(branch) }
        }
    }

    private static func branch(_ branch: JSON, _ stagings: [JSON], _ splits: [JSON], _ open: [JSON]) -> JSON {
        let isHere = { (item: JSON) in item["project"] == branch["project"] && item["target"] == branch["branch"] }
        let staging = stagings.first(where: isHere) ?? .null
        let staged = staging["pull_requests"].array ?? []
        let waiting = open.filter { pull in
            isHere(pull) && pull["state"] == "ready"
                && !staged.contains { $0["repository"] == pull["repository"] && $0["number"] == pull["number"] }
        }
        let reference = { (pull: JSON) -> JSON in
            [
                "repository": pull["repository"], "number": pull["number"], "title": pull["title"],
                "blocked": pull["blocked"].isNull ? .null : pull["blocked"]["text"], "why": pull["why"],
            ]
        }
        return [
            "project": branch["project"], "branch": branch["branch"], "staging": staging, "attempt": branch["staging_attempt"],
            "suspended": branch["suspended"], "splits": .array(splits.filter(isHere)),
            "ready": .array(waiting.filter { $0["blocked"].isNull }.map(reference)),
            "blocked": .array(waiting.filter { !$0["blocked"].isNull }.map(reference)),
            "error": .array(open.filter { isHere($0) && $0["state"] == "error" }.map(reference)),
        ]
    }

    private static func show(_ branch: JSON) {
        Output.line("\(branch["project"].string ?? "") \(branch["branch"].string ?? "")")
        if let reason = branch["suspended"].string { Output.line("  suspended  \(reason)") }
        if let id = branch["staging"]["id"].int {
            let pulls = (branch["staging"]["pull_requests"].array ?? []).map(name).joined(separator: ", ")
            Output.line("  staging    \(id), \(branch["staging"]["state"].string ?? ""): \(pulls)")
        } else if let attempt = branch["attempt"].string {
            Output.line("  staging    being prepared (\(attempt))")
        } else {
            Output.line("  staging    none")
        }
        for split in branch["splits"].array ?? [] {
            Output.line(
                "  split      \(split["id"].int ?? 0), batches \((split["batches"].array ?? []).compactMap(\.int).map(String.init).joined(separator: ", "))"
            )
        }
        for (key, label) in [("ready", "ready    "), ("blocked", "blocked  "), ("error", "error    ")] {
            for pull in branch[key].array ?? [] {
                let why = key == "ready" ? "" : (pull["why"].string ?? pull["blocked"].string).map { ": \($0)" } ?? ""
                Output.line("  \(label)  \(name(pull)) \(pull["title"].string ?? "")\(why)")
            }
        }
    }

    private static func name(_ pull: JSON) -> String { "\(pull["repository"].string ?? "")#\(pull["number"].int ?? 0)" }
}
