import Contract
import Forge
import GitHub
import Synchronization
import TestHTTPServer
import Testing

/// The requests by which the client changes something.
@Suite struct GitHubChangeTests {
    private let caller = ForgeCaller("merge")
    /// The pull request of ``ScriptedForge/pullRequest(number:sha:updated:head:)`` before it is created.
    private static let fast = CreatePullRequest(title: "Title", body: "", head: "bob:fast", base: "master", isDraft: false)

    private func performing(
        _ reply: TestHTTPServer.Reply = .answer(200, body: #"{"id":5,"html_url":"u"}"#), _ work: (ScriptedForge) async throws -> Void
    ) async throws -> [String] {
        let scripted = try ScriptedForge { _ in reply }
        defer { scripted.server.stop() }
        try await work(scripted)
        return scripted.server.requests.map { "\($0.method) \($0.target) \($0.text)" }
    }

    @Test func `a comment is posted and answers where it stands`() async throws {
        let requests = try await performing { scripted in
            let posted = try await scripted.forge.comment("Hällo", on: scripted.key, as: caller)
            #expect(posted == PostedComment(id: 5, url: "u"))
        }
        #expect(requests == [#"POST /repos/acme/server/issues/7/comments {"body":"Hällo"}"#])
    }

    @Test func `a reaction on a missing comment is done, a review takes none`() async throws {
        let requests = try await performing(.answer(404, body: #"{"message":"Not Found"}"#)) { scripted in
            for key in ["comment:12", "review:13"] {
                try await scripted.forge.react("eyes", to: try #require(CommentKey(key)), in: scripted.repository, as: caller)
            }
        }
        #expect(requests == [#"POST /repos/acme/server/issues/comments/12/reactions {"content":"eyes"}"#])
    }

    @Test func `labels are added at once and removed one by one, whatever their name`() async throws {
        let scripted = try ScriptedForge { $0.method == "DELETE" ? .answer(404, body: "{}") : .answer(200, body: "[]") }
        defer { scripted.server.stop() }
        try await scripted.forge.changeLabels(add: ["a", "b"], remove: ["c d/ü", ".."], on: scripted.key, as: caller)
        #expect(
            scripted.server.requests.map { "\($0.method) \($0.target) \($0.text)" } == [
                #"POST /repos/acme/server/issues/7/labels {"labels":["a","b"]}"#,
                "DELETE /repos/acme/server/issues/7/labels/c%20d%2F%C3%BC ",
                "DELETE /repos/acme/server/issues/7/labels/%2E%2E ",
            ])
    }

    @Test func `a status has a short description on one line`() async throws {
        let sha = ScriptedForge.sha("a")
        let requests = try await performing { scripted in
            let text = "first\n" + String(repeating: "x", count: 200)
            try await scripted.forge.report(
                SetStatus(sha: try #require(ObjectID(sha)), context: "ci", state: .success, description: text), in: scripted.repository,
                as: caller)
        }
        let text = "first " + String(repeating: "x", count: 133) + "…"
        #expect(requests == [#"POST /repos/acme/server/statuses/\#(sha) {"context":"ci","description":"\#(text)","state":"success"}"#])
    }

    @Test func `close, reopen, retarget and closing an issue`() async throws {
        let requests = try await performing { scripted in
            try await scripted.forge.close(scripted.key, as: caller)
            try await scripted.forge.reopen(scripted.key, as: caller)
            try await scripted.forge.retarget(scripted.key, to: "17.0", as: caller)
            try await scripted.forge.closeIssue(3, in: scripted.repository, as: caller)
        }
        #expect(
            requests == [
                #"PATCH /repos/acme/server/pulls/7 {"state":"closed"}"#, #"PATCH /repos/acme/server/pulls/7 {"state":"open"}"#,
                #"PATCH /repos/acme/server/pulls/7 {"base":"17.0"}"#,
                #"PATCH /repos/acme/server/issues/3 {"state":"closed","state_reason":"completed"}"#,
            ])
    }

    @Test func `a new pull request answers its document`() async throws {
        let requests = try await performing(.answer(201, body: ScriptedForge.pullRequest())) { scripted in
            let new = CreatePullRequest(title: "T", body: "B", head: "bob:fast", base: "master", isDraft: true)
            let document = try await scripted.forge.createPullRequest(new, in: scripted.repository, as: caller)
            #expect(document.number == 7)
            #expect(document.url == "https://forge.example/acme/server/pull/7")
        }
        #expect(requests == [#"POST /repos/acme/server/pulls {"base":"master","body":"B","draft":true,"head":"bob:fast","title":"T"}"#])
    }

    @Test func `a deployment is noted and marked as successful`() async throws {
        let sha = ScriptedForge.sha("a")
        let requests = try await performing(.answer(201, body: #"{"id":5}"#)) { scripted in
            let new = CreateDeployment(
                sha: try #require(ObjectID(sha)), environment: "merge", description: "merged", url: "https://x.example")
            let id = try await scripted.forge.deploy(new, looking: false, in: scripted.repository, as: caller)
            #expect(id == 5)
        }
        #expect(
            requests == [
                #"POST /repos/acme/server/deployments {"auto_merge":false,"description":"merged","environment":"merge","ref":"\#(sha)","required_contexts":[]}"#,
                #"POST /repos/acme/server/deployments/5/statuses {"description":"merged","state":"success","target_url":"https://x.example"}"#,
            ])
    }

    @Test func `a ref is deleted only where it is expected`() async throws {
        let sha = ScriptedForge.sha("a")
        let scripted = try ScriptedForge { $0.method == "GET" ? .answer(200, body: #"{"object":{"sha":"\#(sha)"}}"#) : .answer(204) }
        defer { scripted.server.stop() }
        try await scripted.forge.deleteReference("refs/heads/a/b", expected: sha, in: scripted.repository, as: caller)
        #expect(
            scripted.server.requests.map { "\($0.method) \($0.target)" } == [
                "GET /repos/acme/server/git/ref/heads/a/b", "DELETE /repos/acme/server/git/refs/heads/a/b",
            ])
        let error = try await #require(throws: ForgeError.self) {
            try await scripted.forge.deleteReference(
                "refs/heads/a/b", expected: ScriptedForge.sha("b"), in: scripted.repository, as: caller)
        }
        #expect(error.disposition == .stale)
        #expect(scripted.server.requests.count == 3)
    }

    @Test(arguments: [(404, "Not Found"), (422, "Reference does not exist")])
    func `a ref that is gone is deleted`(status: Int, message: String) async throws {
        let requests = try await performing(.answer(status, body: #"{"message":"\#(message)"}"#)) { scripted in
            try await scripted.forge.deleteReference("refs/heads/x", expected: nil, in: scripted.repository, as: caller)
        }
        #expect(requests.count == 1)
    }

    @Test func `a change is not repeated, and its end is unknown`() async throws {
        for reply in [TestHTTPServer.Reply.answer(500, body: "{}"), .answer(502), .hangUp] {
            let scripted = try ScriptedForge { _ in reply }
            defer { scripted.server.stop() }
            let error = try await #require(throws: ForgeError.self) {
                _ = try await scripted.forge.comment("x", on: scripted.key, as: caller)
            }
            #expect(error.code == .unavailable)
            #expect(error.mayHaveHappened)
            #expect(scripted.server.requests.count == 1)
        }
    }

    @Test func `after an unknown end the comment is found by its marker`() async throws {
        let marker = "<!-- switchyard:staged 12.0 -->"
        let posted = Mutex<[String]>([])
        let scripted = try ScriptedForge { request in
            if request.method == "POST" {
                let body = (try? JSON(parsing: request.body))?["body"] ?? .null
                let id = posted.withLock { $0.count } + 1
                posted.withLock {
                    $0.append(
                        #"{"id":\#(id),"user":{"login":"Merge-Bot"},"body":\#(body.text),"created_at":"2023-11-14T22:13:20Z","html_url":"u\#(id)"}"#
                    )
                }
                return .answer(500, body: #"{"message":"Server Error"}"#)
            }
            return .answer(200, body: request.target.contains("reviews") ? "[]" : "[\(posted.withLock { $0 }.joined(separator: ","))]")
        }
        defer { scripted.server.stop() }
        let before = try await scripted.forge.findComment(holding: marker, by: "merge-bot", on: scripted.key, as: caller)
        #expect(before == nil)
        await #expect(throws: ForgeError.self) {
            _ = try await scripted.forge.comment("Staged.\n\(marker)", on: scripted.key, as: caller)
        }
        let found = try await scripted.forge.findComment(holding: marker, by: "merge-bot", on: scripted.key, as: caller)
        #expect(found == PostedComment(id: 1, url: "u1"))
        let quoted = try await scripted.forge.findComment(holding: marker, by: "alice", on: scripted.key, as: caller)
        #expect(quoted == nil)
        #expect(scripted.server.requests.allSatisfy { !$0.target.contains("since") }, "our clock is nothing to the forge")
    }

    @Test func `after an unknown end the pull request is found by its head, the deployment by its commit`() async throws {
        let sha = ScriptedForge.sha("a")
        let scripted = try ScriptedForge { request in
            switch (request.method, request.target.prefix { $0 != "?" }) {
            case ("GET", "/repos/acme/server/pulls"):
                .answer(200, body: "[\(ScriptedForge.pullRequest(head: "eve:fast")),\(ScriptedForge.pullRequest(number: 8))]")
            case ("GET", "/repos/acme/server/deployments"):
                .answer(200, body: #"[{"id":3,"sha":"\#(sha)","environment":"test"},{"id":4,"sha":"\#(sha)","environment":"merge"}]"#)
            case ("GET", "/repos/acme/server/deployments/4/statuses"): .answer(200, body: #"[{"state":"pending"}]"#)
            case ("POST", "/repos/acme/server/deployments/4/statuses"): .answer(201, body: "{}")
            default: .answer(500)
            }
        }
        defer { scripted.server.stop() }
        let moment = try #require(ForgeTime.parse("2024-03-01T09:00:30Z"))
        let found = try await scripted.forge.findPullRequest(
            Self.fast, by: "Bob", in: scripted.repository, since: moment, as: caller)
        #expect(found?.number == 8)
        #expect(scripted.server.requests[0].target.contains("state=all&head=bob%3Afast"))
        let ofSomebodyElse = try await scripted.forge.findPullRequest(
            Self.fast, by: "alice", in: scripted.repository, since: moment, as: caller)
        #expect(ofSomebodyElse == nil)
        let new = CreateDeployment(sha: try #require(ObjectID(sha)), environment: "merge", description: "merged", url: nil)
        #expect(try await scripted.forge.deploy(new, looking: true, in: scripted.repository, as: caller) == 4)
    }

    @Test func `a deployment that is marked already is not marked again`() async throws {
        let sha = ScriptedForge.sha("a")
        let scripted = try ScriptedForge { request in
            switch (request.method, request.target.prefix { $0 != "?" }) {
            case ("GET", "/repos/acme/server/deployments"): .answer(200, body: #"[{"id":4,"sha":"\#(sha)","environment":"merge"}]"#)
            case ("GET", "/repos/acme/server/deployments/4/statuses"): .answer(200, body: #"[{"state":"success"}]"#)
            default: .answer(500)
            }
        }
        defer { scripted.server.stop() }
        let new = CreateDeployment(sha: try #require(ObjectID(sha)), environment: "merge", description: "merged", url: nil)
        #expect(try await scripted.forge.deploy(new, looking: true, in: scripted.repository, as: caller) == 4)
        #expect(scripted.server.requests.map(\.method) == ["GET", "GET"])
    }

    /// A pull request that Bob opened at nine on the first of March, looked for by a host that requested it later.
    @Test(
        arguments: [
            ("open", 90, true), ("open", 3 * 24 * 3600, true), ("closed", 90, true), ("closed", 20 * 3600, true),
            ("closed", 25 * 3600, false),
        ] as [(String, Int64, Bool)])
    func `a pull request is found though our clock is ahead`(_ state: String, _ secondsLater: Int64, _ isFound: Bool) async throws {
        let body = ScriptedForge.pullRequest().replacing(#""state":"open""#, with: #""state":"\#(state)""#)
        let scripted = try ScriptedForge { _ in .answer(200, body: "[\(body)]") }
        defer { scripted.server.stop() }
        let opened = try #require(ForgeTime.parse("2024-03-01T09:00:00Z"))
        let found = try await scripted.forge.findPullRequest(
            Self.fast, by: "bob", in: scripted.repository, since: opened.adding(seconds: secondsLater), as: caller)
        #expect((found != nil) == isFound)
    }

    /// When the close is requested, the host's knowledge is from ten o'clock by the forge's clock.
    @Test(
        arguments: [
            (["closed 10:00:05", "reopened 10:00:30"], true), (["closed 10:00:00", "labeled 10:00:10", "reopened 10:00:30"], true),
            (["closed 10:00:05", "reopened 10:00:30", "closed 10:00:40"], false), (["closed 09:00:00", "reopened 09:30:00"], false),
            (["closed 09:00:00", "reopened 10:00:00"], false), (["reopened 09:30:00", "closed 10:00:05"], false),
            (["closed 10:00:05"], false), ([], false),
        ] as [([String], Bool)])
    func `somebody who reopened is noticed`(_ history: [String], _ isNoticed: Bool) async throws {
        let events = history.map { line in
            let words = line.split(separator: " ")
            return #"{"event":"\#(words[0])","created_at":"2024-03-01T\#(words[1])Z"}"#
        }
        let scripted = try ScriptedForge { _ in .answer(200, body: "[\(events.joined(separator: ","))]") }
        defer { scripted.server.stop() }
        let moment = try #require(ForgeTime.parse("2024-03-01T10:00:00.900Z"))
        #expect(try await scripted.forge.wasReopened(scripted.key, since: moment, as: caller) == isNoticed)
    }

    @Test func `fetching for adoption gathers everything`() async throws {
        let scripted = try ScriptedForge { request in
            switch request.target {
            case let target where target.hasSuffix("/pulls/7"): .answer(200, body: ScriptedForge.pullRequest())
            case let target where target.contains("/status"): .answer(200, body: #"{"statuses":[]}"#)
            case let target where target.contains("/check-runs"): .answer(200, body: #"{"check_runs":[]}"#)
            default: .answer(200, body: "[]")
            }
        }
        defer { scripted.server.stop() }
        let result = try await scripted.forge.fetch(scripted.key, withComments: true, as: caller)
        #expect(result.pullRequest.number == 7)
        #expect(result.comments == [])
        #expect(result.statuses == [])
        #expect(try await scripted.forge.fetch(scripted.key, withComments: false, as: caller).comments == nil)
    }
}
