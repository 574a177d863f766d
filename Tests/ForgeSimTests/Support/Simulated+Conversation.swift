import ForgeSim
import Testing

/// A pull request of `owner` in `org/app` that changes thirty numbered lines, watched by a hook.
struct Conversation {
    let s: Simulated
    let number: Int
    let head: String

    let repository = "/repos/org/app"
    var owner: SimClient { s.owner.client }
    var reviewer: SimClient { s.reviewer.client }
    var pull: String { "\(repository)/pulls/\(number)" }
    var issue: String { "\(repository)/issues/\(number)" }

    /// Thirty lines, some of them replaced by the given texts.
    static func lines(_ changed: [Int: String] = [:]) -> String {
        (1...30).map { changed[$0] ?? "line \($0)" }.joined(separator: "\n") + "\n"
    }

    func events(_ event: String) async throws -> [String] {
        try await s.journal(event).compactMap { $0["action"].string }
    }

    /// The event names in the history of the pull request or of another issue.
    func history(_ number: Int? = nil) async throws -> [String] {
        try await owner.get("\(repository)/issues/\(number ?? self.number)/events").array?.compactMap { $0["event"].string } ?? []
    }
}

/// Runs a test with a pull request whose head changes lines 5 and 20 of `f.txt` and adds `new.txt`; `reviewer` may write.
func conversation(body: String? = nil, _ test: (Conversation) async throws -> Void) async throws {
    try await simulated { s in
        try await s.owner.createRepository("org/app", files: ["f.txt": Conversation.lines()])
        try await s.owner.addHook("org/app", url: "http://127.0.0.1:1/nobody")
        try await s.owner.addCollaborator(s.reviewer, to: "org/app")
        let files: Contributor.Files = ["f.txt": Conversation.lines([5: "five", 20: "twenty"]), "new.txt": "1\n2\n"]
        let opened = try await s.owner.openPull("org/app", branch: "topic", title: "Topic", body: body, files: files)
        try await test(Conversation(s: s, number: opened.number, head: opened.head))
    }
}
