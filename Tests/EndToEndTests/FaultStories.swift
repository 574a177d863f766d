import Engine
import ForgeSim
import PluginAPI
import StoryKit
import Testing

@Suite("Stories on a forge that misbehaves")
struct FaultStories {
    @Test("a pull request whose opening was lost is taken in when somebody talks to the bot")
    func adoption() async throws {
        try await Theatre.play { (theatre: Theatre) async throws in
            try theatre.fault(["match": ["event": "pull_request", "action": "opened"], "effect": "drop", "times": 1])
            let pull = try await theatre.openGreen(Stage.server, "lost", files: ["a.txt": "1\n"])
            try await theatre.say("alice", "bot r+", on: pull)
            let comments = try await theatre.newComments(pull)
            #expect(comments.count == 1)
            #expect(comments.first?.contains("did not know") == true)
            #expect(try await theatre.document(pull)["reviewed_by"].isNull, "an approval from before is not for this head")

            try await theatre.pass(seconds: 60)
            try await theatre.say("alice", "bot r+", on: pull)
            try await theatre.ciOnStaging([Stage.server: "success", Stage.client: "success"])
            #expect(try await theatre.isClosed(pull))
        }
    }

    @Test("a forge whose webhooks are all lost is compared with, and everything is found once")
    func silence() async throws {
        try await Theatre.play { (theatre: Theatre) async throws in
            #expect(await theatre.runtime.reconcile() == 0, "what was there before is not taken in")
            try await theatre.pass(seconds: 60)
            try theatre.fault(["effect": "drop"])
            let pull = try await theatre.openGreen(Stage.server, "unheard", files: ["a.txt": "1\n"])
            let refused = try await theatre.openGreen(Stage.client, "refused", files: ["b.txt": "1\n"])
            try await theatre.compare()
            try await theatre.say("alice", "bot r+", on: pull)
            try await theatre.say("mallory", "bot r+", on: refused)
            try await theatre.compare()
            #expect(try await theatre.newComments(refused).count == 1)
            try await theatre.ciOnStaging([Stage.server: "success", Stage.client: "success"])
            try await theatre.compare()
            #expect(try await theatre.isClosed(pull))
            #expect(try await theatre.stagings().count == 1)
            let title: ForgeJSON = ["title": "A better title", "state": "closed"]
            try await theatre.person("bob").editPull(refused.repository, refused.number, title)
            try await theatre.compare()
            #expect(try await theatre.state(refused) == "closed")
            try await theatre.pass(seconds: 60)
            #expect(await theatre.runtime.reconcile() == 0, "nothing is found twice")
            let dropped = try theatre.forge.control.deliveries().filter { $0["state"].string == "dropped" }.compactMap { $0["seq"].int }
            #expect(dropped.count > 5)
            for seq in dropped { try theatre.forge.control.redeliver(Int64(seq)) }
            try await theatre.settle()
            #expect(try await theatre.newComments(refused).isEmpty, "what comes after all is known")
            #expect(try await theatre.state(refused) == "closed")
            #expect(try await theatre.stagings().count == 1)
        }
    }

    @Test("deliveries that come twice change nothing")
    func doubles() async throws {
        try await Theatre.play { (theatre: Theatre) async throws in
            try theatre.fault(["effect": "duplicate"])
            let pull = try await theatre.openGreen(Stage.server, "twice", files: ["a.txt": "1\n"])
            try await theatre.say("mallory", "bot r+", on: pull)
            #expect(try await theatre.newComments(pull).count == 1)
            try await theatre.say("alice", "bot r+", on: pull)
            try await theatre.ciOnStaging([Stage.server: "success", Stage.client: "success"])
            #expect(try await theatre.isClosed(pull))
            #expect(try await theatre.stagings().count == 1)
        }
    }

    @Test("a comment whose call failed after its work was done is not written twice")
    func failureAfterSuccess() async throws {
        try await Theatre.play { (theatre: Theatre) async throws in
            let pull = try await theatre.openGreen(Stage.server, "shaky", files: ["a.txt": "1\n"])
            try theatre.fault([
                "match": ["method": "POST", "path": "/repos/*/issues/*/comments", "login": .string(Stage.bot)], "effect": "status_after",
                "value": 502, "times": 1,
            ])
            try await theatre.say("mallory", "bot r+", on: pull)
            try await theatre.pass(seconds: 20)
            #expect(try await theatre.newComments(pull).count == 1)
        }
    }

    @Test("a landing goes on after pushes that failed, with and without having been done")
    func shakyPushes() async throws {
        try await Theatre.play { (theatre: Theatre) async throws in
            let pull = try await theatre.openGreen(Stage.server, "pushed", files: ["a.txt": "1\n"])
            try await theatre.say("alice", "bot r+", on: pull)
            let staged = try await theatre.head(Stage.server, "staging.main")
            for effect in ["status_after", "status"] {
                try theatre.fault([
                    "match": ["method": "POST", "path": "/acme/server*/git-receive-pack"], "effect": .string(effect), "value": 502,
                    "times": 1,
                ])
            }
            try await theatre.ciOnStaging([Stage.server: "success", Stage.client: "success"])
            for _ in 0..<4 { try await theatre.pass(seconds: 120) }
            #expect(try await theatre.head(Stage.server, "main") == staged)
            #expect(try await theatre.isClosed(pull))
        }
    }

    @Test("a target that somebody moved is not overwritten: the change is tested again on the new base")
    func targetMoved() async throws {
        try await Theatre.play { (theatre: Theatre) async throws in
            let pull = try await theatre.openGreen(Stage.server, "mine", files: ["a.txt": "1\n"])
            try await theatre.say("alice", "bot r+", on: pull)
            _ = try await theatre.person("owner").commit(Stage.server, branch: "main", message: "Direct", files: ["direct.txt": "1\n"])
            let direct = try await theatre.head(Stage.server, "main")
            try await theatre.ciOnStaging([Stage.server: "success", Stage.client: "success"])
            #expect(try await theatre.head(Stage.server, "main") == direct, "what was tested is not what would have landed")
            #expect(try await !theatre.isClosed(pull))
            #expect(try await theatre.stagings().contains { $0["state"] == "ff_failed" })
            try await theatre.ciOnStaging([Stage.server: "success", Stage.client: "success"])
            #expect(try await theatre.isClosed(pull))
            #expect(try await theatre.person("owner").file(Stage.server, "direct.txt", at: "main") != nil)
            #expect(try await theatre.person("owner").file(Stage.server, "a.txt", at: "main") != nil)
        }
    }

    @Test("a clock that jumps a day ahead loses nothing and doubles nothing")
    func clockJumps() async throws {
        try await Theatre.play { (theatre: Theatre) async throws in
            let pull = try await theatre.openGreen(Stage.server, "late", files: ["a.txt": "1\n"])
            try theatre.fault([
                "match": ["method": "POST", "path": "/repos/*/issues/*/comments", "login": .string(Stage.bot)], "effect": "status_after",
                "value": 502, "times": 1,
            ])
            try await theatre.say("mallory", "bot r+", on: pull)
            try await theatre.pass(seconds: 24 * 3600)
            #expect(try await theatre.newComments(pull).count == 1)
            try await theatre.say("alice", "bot r+", on: pull)
            try await theatre.ciOnStaging([Stage.server: "success", Stage.client: "success"])
            #expect(try await theatre.isClosed(pull))
        }
    }

    @Test("a host whose clock alone is a day ahead says nothing twice and misses nothing, then and after it was corrected")
    func hostIsAhead() async throws {
        try await Theatre.play { (theatre: Theatre) async throws in
            #expect(await theatre.runtime.reconcile() == 0)
            try await theatre.pass(seconds: 60)
            theatre.hostClock.set(ahead: 24 * 3600)
            try await theatre.settle()
            let pull = try await theatre.openGreen(Stage.server, "early", files: ["a.txt": "1\n"])
            try theatre.fault([
                "match": ["method": "POST", "path": "/repos/*/issues/*/comments", "login": .string(Stage.bot)], "effect": "status_after",
                "value": 502, "times": 1,
            ])
            try await theatre.say("mallory", "bot r+", on: pull)
            try await theatre.pass(seconds: 20)
            #expect(try await theatre.newComments(pull).count == 1)

            try theatre.fault(["effect": "drop"])
            try await theatre.say("alice", "bot r+", on: pull)
            try await theatre.compare()
            #expect(try await theatre.stagings().count == 1, "what no webhook told is found by the forge's clock")
            theatre.hostClock.set(ahead: 0)
            try await theatre.ciOnStaging([Stage.server: "success", Stage.client: "success"])
            try await theatre.compare()
            #expect(try await theatre.isClosed(pull))
            let other = try await theatre.open(Stage.client, "later", files: ["b.txt": "1\n"])
            try await theatre.compare()
            #expect(try await theatre.state(other) != "", "a pull request that nobody told of is known")
        }
    }

    @Test("a change that conflicts is told so and does not hold up the others")
    func conflict() async throws {
        try await Theatre.play { (theatre: Theatre) async throws in
            let first = try await theatre.openGreen(Stage.server, "first", files: ["shared.txt": "a\nfirst\nc\n"])
            let second = try await theatre.openGreen(Stage.server, "second", files: ["shared.txt": "a\nsecond\nc\n"])
            try await theatre.say("alice", "bot r+", on: first)
            try await theatre.ciOnStaging([Stage.server: "success", Stage.client: "success"])
            #expect(try await theatre.isClosed(first))
            try await theatre.say("alice", "bot r+", on: second)
            #expect(try await theatre.state(second) == "error")
            let comments = try await theatre.newComments(second)
            #expect(comments.count == 1)
            #expect(comments.first?.contains("shared.txt") == true)
        }
    }
}
