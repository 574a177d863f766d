import Engine
import ForgeSim
import PluginAPI
import StoryKit
import Testing

@Suite("Stories of the straight path")
struct StraightPathStories {
    @Test("a change in two repositories is tested as one and lands as tested")
    func acrossRepositories() async throws {
        try await Theatre.play { (theatre: Theatre) async throws in
            let server = try await theatre.openGreen(Stage.server, "rename", files: ["api.txt": "new\n"])
            let client = try await theatre.openGreen(Stage.client, "rename", files: ["api.txt": "new\n"])
            let before = try await theatre.head(Stage.server, "main")

            try await theatre.say("alice", "bot r+", on: server)
            #expect(try await theatre.head(Stage.server, "staging.main") == nil, "one approval of two is not enough")
            try await theatre.say("alice", "bot r+", on: client)

            let staged = [
                Stage.server: try await theatre.head(Stage.server, "staging.main"),
                Stage.client: try await theatre.head(Stage.client, "staging.main"),
            ]
            #expect(staged[Stage.server] ?? nil != nil)
            #expect(staged[Stage.client] ?? nil != nil)
            #expect(try await theatre.head(Stage.server, "main") == before, "nothing lands before it is tested")

            try await theatre.ciOnStaging([Stage.server: "success"])
            #expect(try await theatre.head(Stage.server, "main") == before, "all repositories have to be green")
            try await theatre.ciOnStaging([Stage.client: "success"])

            for pull in [server, client] {
                #expect(try await theatre.head(pull.repository, "main") == staged[pull.repository] ?? nil)
                #expect(try await theatre.isClosed(pull))
                #expect(try await theatre.state(pull) == "merged")
            }
            #expect(try await theatre.stagings().count == 1)
        }
    }

    @Test("a bad change among good ones is found by splitting, and named")
    func bisection() async throws {
        try await Theatre.play { (theatre: Theatre) async throws in
            let good = try await theatre.open(Stage.server, "good", files: ["good.txt": "1\n"])
            let bad = try await theatre.open(Stage.server, "bad", files: ["bad.txt": "1\n"])
            let other = try await theatre.open(Stage.client, "other", files: ["other.txt": "1\n"])
            for pull in [good, bad, other] { try await theatre.say("alice", "bot r+", on: pull) }
            for pull in [good, bad, other] {
                try await theatre.person("ci").status(pull.repository, pull.head, "success", context: Stage.context)
            }
            try await theatre.settle()
            #expect(try await theatre.stagings().first?["batches"].array?.count == 3)

            // Whatever is staged, CI is red exactly if it contains the bad file.
            for _ in 0..<8 {
                let states = [try await theatre.state(good), try await theatre.state(other), try await theatre.state(bad)]
                if states == ["merged", "merged", "error"] { break }
                let isBad = try await theatre.person("owner").file(Stage.server, "bad.txt", at: "staging.main") != nil
                try await theatre.ciOnStaging([Stage.client: "success", Stage.server: isBad ? "failure" : "success"])
            }

            #expect(try await theatre.isClosed(good))
            #expect(try await theatre.isClosed(other))
            #expect(try await !theatre.isClosed(bad))
            #expect(try await theatre.state(bad) == "error")
            let comments = try await theatre.newComments(bad)
            #expect(comments.count == 1)
            #expect(comments.first?.contains(Stage.context) == true)
            #expect(comments.first?.contains("https://ci.example.org/1") == true)
            #expect(try await theatre.person("owner").file(Stage.server, "bad.txt", at: "main") == nil)
        }
    }

    @Test("a person without rights is refused, and told so once")
    func withoutRights() async throws {
        try await Theatre.play { (theatre: Theatre) async throws in
            let pull = try await theatre.openGreen(Stage.client, "fix", files: ["fix.txt": "1\n"])
            try await theatre.say("mallory", "bot r+", on: pull)
            let comments = try await theatre.newComments(pull)
            #expect(comments.count == 1)
            #expect(comments.first?.contains("@mallory") == true)
            #expect(try await theatre.document(pull)["reviewed_by"].isNull)
            #expect(try await theatre.head(Stage.client, "staging.main") == nil)
        }
    }

    @Test("a comment with one wrong word changes nothing and is answered once")
    func wrongWord() async throws {
        try await Theatre.play { (theatre: Theatre) async throws in
            let pull = try await theatre.openGreen(Stage.server, "typo", files: ["typo.txt": "1\n"])
            try await theatre.say("alice", "bot r+ plaese", on: pull)
            let comments = try await theatre.newComments(pull)
            #expect(comments.count == 1)
            #expect(comments.first?.contains("plaese") == true)
            #expect(try await theatre.document(pull)["reviewed_by"].isNull)
        }
    }

    @Test("a push to a staged change cancels its staging and takes the approval away")
    func pushWhileStaged() async throws {
        try await Theatre.play { (theatre: Theatre) async throws in
            let pull = try await theatre.openGreen(Stage.server, "moving", files: ["a.txt": "1\n"])
            try await theatre.say("alice", "bot r+", on: pull)
            let staged = try #require(try await theatre.head(Stage.server, "staging.main"))
            _ = try await theatre.person("bob").commit(Stage.server, branch: "moving", message: "More", files: ["b.txt": "2\n"])
            try await theatre.settle()
            try await theatre.ci(Stage.server, staged, "success")
            #expect(try await !theatre.isClosed(pull))
            #expect(try await theatre.document(pull)["reviewed_by"].isNull)
            #expect(try await theatre.stagings().first?["state"].string == "cancelled")
        }
    }

    @Test("an approval right after a push is refused, for its writer may not have seen it")
    func approvalAfterPush() async throws {
        try await Theatre.play { (theatre: Theatre) async throws in
            let pull = try await theatre.openGreen(Stage.server, "quick", files: ["a.txt": "1\n"])
            try await theatre.pass(seconds: 60)
            let head = try await theatre.person("bob").commit(Stage.server, branch: "quick", message: "More", files: ["b.txt": "2\n"])
            try await theatre.settle()
            try await theatre.ci(Stage.server, head, "success")
            try await theatre.pass(seconds: 2)
            try await theatre.say("alice", "bot r+", on: pull)
            #expect(try await theatre.document(pull)["reviewed_by"].isNull)
            #expect(try await theatre.newComments(pull).count == 1)
            try await theatre.pass(seconds: 60)
            try await theatre.say("alice", "bot r+", on: pull)
            #expect(try await theatre.document(pull)["reviewed_by"] == "alice")
            let question = try await theatre.newComments(pull)
            #expect(question.count == 1)
            #expect(question.first?.contains("needs a merge method") == true)
            try await theatre.say("alice", "bot squash", on: pull)
            #expect(try await theatre.newComments(pull).count == 1)
            try await theatre.ciOnStaging([Stage.server: "success", Stage.client: "success"])
            #expect(try await theatre.isClosed(pull))
        }
    }

    @Test("a staging that takes too long fails its only change")
    func timeout() async throws {
        try await Theatre.play { (theatre: Theatre) async throws in
            let pull = try await theatre.openGreen(Stage.server, "slow", files: ["a.txt": "1\n"])
            try await theatre.say("alice", "bot r+", on: pull)
            try await theatre.pass(seconds: 61 * 60)
            #expect(try await theatre.state(pull) == "error")
            let comments = try await theatre.newComments(pull)
            #expect(comments.count == 1)
            #expect(comments.first?.contains("timed out") == true)
        }
    }
}
