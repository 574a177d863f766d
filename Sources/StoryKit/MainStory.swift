import ForgeSim
import Foundation

/// The story of the queue: a change across two repositories lands as tested, a bad one among good ones is found, somebody
/// without rights is refused, and a comment that cannot be parsed changes nothing.
package struct MainStory: Sendable {
    let stage: Stage

    package init(_ stage: Stage) { self.stage = stage }

    private var tell: Narrator { stage.narrator }

    /// Plays the whole story.
    /// - Throws: ``StoryError`` naming the step that failed.
    package func play() async throws {
        try await acrossRepositories()
        try await bisection()
        try await withoutRights()
        try await oneWrongWord()
        try await nothingTwice()
    }

    // MARK: One change in two repositories

    private func acrossRepositories() async throws {
        tell.chapter("One change across two repositories")
        var pulls: [Contributor.OpenedPull] = []
        for repository in Stage.repositories {
            pulls.append(try await open(repository, "rename-api", files: ["api.txt": "new name\n"], title: "Rename the API"))
        }
        let before = try await heads()
        for pull in pulls { try await comment("alice", "bot r+", on: pull) }
        try await stage.until("both pull requests are closed") {
            for pull in pulls where try await !isClosed(pull) { return false }
            return true
        }
        let after = try await heads()
        for repository in Stage.repositories {
            try stage.expect("main of \(repository) moved", before[repository] != after[repository])
            let staged = try stagedHeads(repository)
            try stage.expect(
                "it moved to exactly a commit that was tested on staging.main (\((after[repository] ?? "").prefix(8)))",
                staged.contains(after[repository] ?? ""))
            let text = try await stage.person("owner").file(repository, "api.txt", at: "main")
            try stage.expect("the change is in \(repository)", text == "new name\n")
        }
        try stage.expect("both repositories were tested in one staging", try await stagingCount() == 1)
    }

    // MARK: Three batches, one of them bad

    private func bisection() async throws {
        tell.chapter("Three batches in one staging, one of them bad")
        let stagings = try await stagingCount()
        try await stage.operate("POST", "/api/v1/triggers/staging/pause")
        let good = try await open(Stage.server, "faster-start", files: ["start.txt": "fast\n"], title: "Start faster")
        let bad = try await open(Stage.server, "clever-trick", files: ["broken.txt": "oops\n"], title: "A clever trick")
        let other = try await open(Stage.client, "nicer-text", files: ["text.txt": "nice\n"], title: "Nicer text")
        for pull in [good, bad, other] {
            try await comment("alice", "bot r+", on: pull)
            try await stage.until("\(pull.repository)#\(pull.number) is ready") { try await self.state(of: pull) == "ready" }
        }
        try await stage.operate("POST", "/api/v1/triggers/staging/resume")
        tell.note("all three are ready; the staging starts")
        try await stage.until("the two good changes are closed") {
            let isFirstClosed = try await isClosed(good)
            let isSecondClosed = try await isClosed(other)
            return isFirstClosed && isSecondClosed
        }
        tell.check("the good changes landed")
        try await stage.until("the bad one has its comment") {
            try await botComments(bad).contains { $0.contains(Stage.context) }
        }
        try stage.expect("the bad change is still open", try await !isClosed(bad))
        try stage.expect(
            "the bad change is not in main", try await stage.person("owner").file(Stage.server, "broken.txt", at: "main") == nil)
        try stage.expect("the staging was split", try await stagingCount() > stagings + 1)
        let document = try await pullRequest(bad)
        try stage.expect("it is in error", document["state"].string == "error")
        if let sentence = document["why"].string { tell.note("asked why, the bot says: \(sentence)") }
    }

    // MARK: What is refused

    private func withoutRights() async throws {
        tell.chapter("Somebody without rights")
        let pull = try await open(Stage.client, "small-fix", files: ["fix.txt": "fixed\n"], title: "A small fix")
        try await comment("mallory", "bot r+", on: pull)
        try await stage.until("mallory is answered") { try await botComments(pull).contains { $0.contains("@mallory") } }
        try stage.expect("mallory's approval was refused", try await pullRequest(pull)["reviewed_by"].isNull)
        try stage.expect("the pull request is open", try await !isClosed(pull))
    }

    private func oneWrongWord() async throws {
        tell.chapter("A comment with one wrong word")
        let pull = try await open(Stage.server, "typo", files: ["typo.txt": "corrected\n"], title: "Correct a typo")
        let before = try await botComments(pull).count
        try await comment("alice", "bot r+ plaese", on: pull)
        try await stage.until("alice is answered") { try await botComments(pull).count > before }
        try await quiet()
        try stage.expect("she is answered once", try await botComments(pull).count == before + 1)
        try stage.expect("nothing of the comment was done", try await pullRequest(pull)["reviewed_by"].isNull)
    }

    /// A pull request whose opening was lost: the bot takes it in when somebody talks to it.
    ///
    /// Not part of ``play()``, because forges rarely lose something while people watch.
    package func lostOpening() async throws {
        tell.chapter("A pull request that the host did not hear of")
        let rule: ForgeJSON = ["match": ["event": "pull_request", "action": "opened"], "effect": "drop", "times": 1]
        _ = try stage.forge.control.addFault(rule)
        let pull = try await stage.person("bob").openPull(
            Stage.client, branch: "unheard", title: "Unheard of", body: "What it is for.", files: ["unheard.txt": "1\n"])
        try await quiet()
        try await comment("alice", "bot r+", on: pull)
        try await stage.until("alice is told that it was not known") { try await !botComments(pull).isEmpty }
        try await quiet()
        try stage.expect("she is told once", try await botComments(pull).count == 1)
    }

    private func nothingTwice() async throws {
        tell.chapter("Looking back")
        try await quiet()
        for repository in Stage.repositories {
            var seen: Set<String> = []
            for number in 1...4 {
                guard let comments = try? await stage.person("owner").comments(repository, number) else { continue }
                for comment in comments where comment.author == Stage.bot {
                    // The hidden marker differs from comment to comment; the visible text must not come twice.
                    let text = comment.body.split(separator: "<!-- switchyard").first ?? ""
                    guard seen.insert("\(number) \(text)").inserted else {
                        throw StoryError("the bot said something twice on \(repository)#\(number): \(comment.body)")
                    }
                }
            }
        }
        tell.check("nothing was said twice")
    }

    // MARK: Acting and observing

    private func open(_ repository: String, _ branch: String, files: Contributor.Files, title: String) async throws
        -> Contributor.OpenedPull
    {
        let pull = try await stage.person("bob").openPull(
            repository, branch: branch, title: title, body: "What it is for.", files: files)
        tell.act("bob", "opens \(repository)#\(pull.number) \"\(title)\" from branch \(branch)")
        try await stage.until("the host knows \(repository)#\(pull.number) and its green CI") {
            try await pullRequest(pull)["status"].string == "success"
        }
        return pull
    }

    private func comment(_ login: String, _ text: String, on pull: Contributor.OpenedPull) async throws {
        try await stage.person(login).comment(pull.repository, pull.number, text)
        tell.act(login, "says \"\(text)\" on \(pull.repository)#\(pull.number)")
    }

    private func pullRequest(_ pull: Contributor.OpenedPull) async throws -> ForgeJSON {
        try await stage.document("/api/v1/pull-requests/\(pull.repository)/\(pull.number)")
    }

    private func state(of pull: Contributor.OpenedPull) async throws -> String? {
        try await pullRequest(pull)["state"].string
    }

    private func isClosed(_ pull: Contributor.OpenedPull) async throws -> Bool {
        try await stage.person("owner").pull(pull.repository, pull.number)["state"].string == "closed"
    }

    private func botComments(_ pull: Contributor.OpenedPull) async throws -> [String] {
        try await stage.person("owner").comments(pull.repository, pull.number).filter { $0.author == Stage.bot }.map(\.body)
    }

    private func heads() async throws -> [String: String] {
        var heads: [String: String] = [:]
        for repository in Stage.repositories { heads[repository] = try await stage.person("owner").head(repository, "main") }
        return heads
    }

    /// Every commit that was ever pushed to the staging branch of a repository.
    private func stagedHeads(_ repository: String) throws -> Set<String> {
        Set(
            try stage.forge.control.deliveries(repository: repository, event: "push")
                .filter { $0["payload"]["ref"].string == "refs/heads/staging.main" }
                .compactMap { $0["payload"]["after"].string })
    }

    private func stagingCount() async throws -> Int {
        try await stage.document("/api/v1/stagings")["items"].array?.count ?? 0
    }

    /// Waits until neither forge nor host has anything left to do.
    private func quiet() async throws {
        try await stage.until("everything is quiet") {
            try await stage.forge.idle(timeout: .seconds(5))
            let status = try await stage.document("/api/v1/status")
            return status["open_effects"].int == 0 && status["applied_seq"].int == status["received_seq"].int
        }
    }
}
