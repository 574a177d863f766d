import ForgeSim
import Foundation
import StoryKit

/// What people see on the forge at the end of a story, in lines that are the same in every run.
///
/// Commit ids contain the time, so trees and messages stand for them; anything else that contains the time or a port is masked.
struct FinalState: Hashable {
    var lines: [String] = []

    init(of stage: Stage) async throws {
        for repository in Stage.repositories {
            try await addBranches(of: repository, stage)
            try await addPullRequests(of: repository, stage)
            try await addDeployments(of: repository, stage)
            try addEvents(of: repository, stage)
        }
    }

    /// The differences to another state, for people.
    func difference(from other: FinalState) -> String {
        lines.difference(from: other.lines).map { change in
            switch change {
            case .insert(_, let line, _): "+ \(line)"
            case .remove(_, let line, _): "- \(line)"
            }
        }.joined(separator: "\n")
    }

    private mutating func addBranches(of repository: String, _ stage: Stage) async throws {
        let client = try stage.person("owner").client
        let branches = try await client.get("/repos/\(repository)/branches?per_page=100").array ?? []
        for name in branches.compactMap({ $0["name"].string }).sorted() {
            let commits = try await client.get("/repos/\(repository)/commits?sha=\(name)&per_page=100").array ?? []
            for commit in commits {
                let tree = commit["commit"]["tree"]["sha"].string ?? ""
                lines.append("\(repository) \(name): tree \(tree) \(Self.masked(commit["commit"]["message"].string ?? ""))")
            }
        }
    }

    private mutating func addPullRequests(of repository: String, _ stage: Stage) async throws {
        let owner = try stage.person("owner")
        for number in 1...9 {
            guard let pull = try? await owner.pull(repository, number) else { return }
            let labels = try await owner.labels(repository, number).sorted()
            lines.append(
                "\(repository)#\(number): \(pull["state"].string ?? "") \(pull["base"]["ref"].string ?? "") \(pull["title"].string ?? "") "
                    + "labels \(labels)")
            for comment in try await owner.comments(repository, number) {
                let reactions = try await owner.client.get("/repos/\(repository)/issues/comments/\(comment.id)/reactions").array ?? []
                let given = reactions.map { "\($0["user"]["login"].string ?? "") \($0["content"].string ?? "")" }.sorted()
                lines.append("\(repository)#\(number) \(comment.author): \(Self.masked(comment.body)) reactions \(given)")
            }
        }
    }

    private mutating func addDeployments(of repository: String, _ stage: Stage) async throws {
        let found = try await stage.person("owner").client.get("/repos/\(repository)/deployments?per_page=100").array ?? []
        lines += found.map { "\(repository) deployment: \($0["environment"].string ?? "") \($0["description"].string ?? "")" }.sorted()
    }

    /// How often something happened that leaves no other trace: a second close, a branch that went back and forth.
    private mutating func addEvents(of repository: String, _ stage: Stage) throws {
        var seen: Set<String> = []
        var counts: [String: Int] = [:]
        for delivery in try stage.forge.control.deliveries(repository: repository) {
            // Deliveries lost in a crash were sent again under the same id.
            guard let id = delivery["id"].string, seen.insert(id).inserted, let event = delivery["event"].string else { continue }
            let payload = delivery["payload"]
            let number = payload["pull_request"]["number"].int ?? payload["issue"]["number"].int
            let about = payload["ref"].string ?? number.map { "#\($0)" } ?? ""
            // Composing twice within a second makes the same commit, which is pushed and tested once: how often depends on timing.
            guard event != "status", !about.hasPrefix("refs/heads/staging.") else { continue }
            let sender = payload["sender"]["login"].string ?? ""
            counts["\(event) \(delivery["action"].string ?? "") \(about) by \(sender)", default: 0] += 1
        }
        lines += counts.sorted { $0.key < $1.key }.map { "\(repository) \($0.key): \($0.value) times" }
    }

    private static func masked(_ text: String) -> String {
        let visible = text.components(separatedBy: "<!-- switchyard").first ?? ""
        return visible.replacing(#/127\.0\.0\.1:\d+/#, with: "HOST")
            .replacing(#/\b(?=[0-9a-f]*\d)[0-9a-f]{7,40}\b/#, with: "SHA").split(whereSeparator: \.isNewline).joined(separator: " ⏎ ")
    }
}
