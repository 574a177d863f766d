import Contract
import Forge
import GitHub
import TestHTTPServer
import Testing

/// The client's queries, and how it interprets the answers.
@Suite struct GitHubQuestionTests {
    @Test func `a pull request has the same document as in an event`() async throws {
        let scripted = try ScriptedForge { _ in .answer(200, body: ScriptedForge.pullRequest()) }
        defer { scripted.server.stop() }
        let fetched = try await scripted.forge.pullRequest(scripted.key, as: ForgeCaller("merge"))
        let body = #"{"action":"opened","pull_request":\#(ScriptedForge.pullRequest()),"repository":{"full_name":"acme/server"}}"#
        let delivery = try GitHubDelivery(headers: GitHubHeaders(event: "pull_request"), body: Array(body.utf8))
        guard case .event(let event) = try delivery.outcome(receivedAt: Timestamp(milliseconds: 0)) else {
            return #expect(Bool(false), "an event was expected")
        }
        #expect(fetched.document.json == event.document["pull_request"])
        let request = try #require(scripted.server.requests.first)
        #expect(request.target == "/repos/acme/server/pulls/7")
        #expect(request.headers["authorization"] == "Bearer \(ScriptedForge.token)")
        #expect(request.headers["accept"] == "application/vnd.github+json")
        #expect(request.headers["user-agent"] == "switchyard")
    }

    @Test func `an unchanged answer comes from the cache, a changed one does not`() async throws {
        let scripted = try ScriptedForge { request in
            switch request.headers["if-none-match"] {
            case nil: .answer(200, headers: ["ETag": "\"1\""], body: ScriptedForge.pullRequest())
            case "\"1\"" where request.target.contains("pulls/7"): .answer(304, headers: ["ETag": "\"1\""])
            default: .answer(500)
            }
        }
        defer { scripted.server.stop() }
        let first = try await scripted.forge.pullRequest(scripted.key, as: ForgeCaller("merge"))
        let second = try await scripted.forge.pullRequest(scripted.key, as: ForgeCaller("merge"))
        #expect(!first.isUnchanged)
        #expect(second.isUnchanged)
        #expect(first.document == second.document)
        let other = try await scripted.forge.pullRequest(scripted.key, as: ForgeCaller("forwardport"))
        #expect(!other.isUnchanged, "what one identity may see is not shown to another")
    }

    @Test func `a changed document replaces the kept one`() async throws {
        let a = ScriptedForge.pullRequest(sha: ScriptedForge.sha("a")), c = ScriptedForge.pullRequest(sha: ScriptedForge.sha("c"))
        let scripted = try ScriptedForge { request in
            switch request.headers["if-none-match"] {
            case nil: .answer(200, headers: ["ETag": "\"1\""], body: a)
            case "\"1\"": .answer(200, headers: ["ETag": "\"2\""], body: c)
            default: .answer(304)
            }
        }
        defer { scripted.server.stop() }
        for (sha, isUnchanged) in [("a", false), ("c", false), ("c", true)] {
            let fetched = try await scripted.forge.pullRequest(scripted.key, as: ForgeCaller("merge"))
            #expect(fetched.document.head.sha == ScriptedForge.sha(sha))
            #expect(fetched.isUnchanged == isUnchanged)
        }
    }

    @Test func `a question is asked again after a passing failure`() async throws {
        let scripted = try ScriptedForge(
            ScriptedForge.sequence(.hangUp, .answer(502, body: "<html>"), .answer(200, body: ScriptedForge.pullRequest())))
        defer { scripted.server.stop() }
        let fetched = try await scripted.forge.pullRequest(scripted.key, as: ForgeCaller("merge"))
        #expect(fetched.document.number == 7)
        #expect(scripted.clock.sleeps == [250, 1_000])
    }

    @Test func `a question that keeps failing says when to come again`() async throws {
        let scripted = try ScriptedForge { _ in .answer(503, body: "") }
        defer { scripted.server.stop() }
        let error = try await #require(throws: ForgeError.self) {
            _ = try await scripted.forge.pullRequest(scripted.key, as: ForgeCaller("merge"))
        }
        #expect(error.disposition == .retry(afterMilliseconds: 2_000))
        #expect(!error.mayHaveHappened)
        #expect(scripted.server.requests.count == 3)
    }

    @Test func `comments and reviews of all pages come in order`() async throws {
        let comment = { @Sendable (id: Int, time: String) in
            #"{"id":\#(id),"user":{"login":"alice"},"body":"text","created_at":"\#(time)","html_url":"u"}"#
        }
        let review =
            #"{"id":9,"user":null,"body":null,"commit_id":"\#(ScriptedForge.sha("a"))","submitted_at":"2024-03-01T10:00:00Z","html_url":"u"}"#
        let scripted = try ScriptedForge { request in
            if request.target.contains("/reviews") { return .answer(200, body: "[\(review),{\"id\":10,\"state\":\"PENDING\"}]") }
            if request.target.contains("page=2") { return .answer(200, body: "[\(comment(2, "2024-03-01T11:00:00Z"))]") }
            let next = "http://\(request.headers["host"] ?? "")/repositories/1/issues/7/comments?per_page=100&page=2"
            return .answer(
                200, headers: ["Link": "<\(next)>; rel=\"next\", <\(next)>; rel=\"last\""], body: "[\(comment(1, "2024-03-01T09:00:00Z"))]")
        }
        defer { scripted.server.stop() }
        let all = try await scripted.forge.comments(on: scripted.key, since: nil, as: ForgeCaller("merge"))
        #expect(all.map(\.key.id) == [1, 9, 2])
        #expect(
            all[1].json == [
                "id": 9, "kind": "review", "author": "ghost", "body": "", "created_at": 1_709_287_200_000, "url": "u",
                "commit_id": .string(ScriptedForge.sha("a")),
            ])
        let moment = try #require(ForgeTime.parse("2024-03-01T10:30:00Z"))
        let late = try await scripted.forge.comments(on: scripted.key, since: moment, as: ForgeCaller("merge"))
        #expect(late.map(\.key.id) == [2])
        #expect(scripted.server.requests.contains { $0.target.contains("since=2024-03-01T10%3A30%3A00Z") })
    }

    @Test func `the next page gets no token on another origin`() async throws {
        let other = try TestHTTPServer { _ in .answer(200, body: "[]") }
        defer { other.stop() }
        let link = "<\(other.url)/repos/acme/server/pulls?page=2>; rel=\"next\""
        let scripted = try ScriptedForge { _ in .answer(200, headers: ["Link": link], body: "[]") }
        defer { scripted.server.stop() }
        let error = try await #require(throws: ForgeError.self) {
            _ = try await scripted.forge.pullRequests(changedSince: nil, in: scripted.repository, as: ForgeCaller("merge"))
        }
        #expect(error.code == .malformedAnswer)
        #expect(error.disposition == .permanent)
        #expect(other.requests.isEmpty)
    }

    @Test func `a list without end is an error`() async throws {
        let scripted = try ScriptedForge(change: { $0.pageLimit = 3 }) { request in
            .answer(200, headers: ["Link": "<http://\(request.headers["host"] ?? "")/again>; rel=next"], body: "[]")
        }
        defer { scripted.server.stop() }
        let error = try await #require(throws: ForgeError.self) {
            _ = try await scripted.forge.pullRequests(changedSince: nil, in: scripted.repository, as: ForgeCaller("merge"))
        }
        #expect(error.code == .malformedAnswer)
        #expect(scripted.server.requests.count == 3)
    }

    @Test func `changed pull requests are read only as far as they are new`() async throws {
        let scripted = try ScriptedForge { request in
            let next = "<http://\(request.headers["host"] ?? "")/next>; rel=\"next\""
            return .answer(
                200, headers: ["Link": next],
                body: "[\(ScriptedForge.pullRequest(number: 8, updated: "2024-03-02T00:00:00Z")),\(ScriptedForge.pullRequest())]")
        }
        defer { scripted.server.stop() }
        let moment = try #require(ForgeTime.parse("2024-03-01T12:00:00Z"))
        let documents = try await scripted.forge.pullRequests(changedSince: moment, in: scripted.repository, as: ForgeCaller("merge"))
        #expect(documents.map(\.number) == [8])
        #expect(scripted.server.requests.count == 1)
        #expect(scripted.server.requests[0].target.contains("state=all&sort=updated&direction=desc"))
    }

    @Test func `statuses and check runs are one list, the latest of each context`() async throws {
        let sha = ScriptedForge.sha("a")
        let scripted = try ScriptedForge { request in
            request.target.contains("check-runs")
                ? .answer(
                    200,
                    body:
                        #"{"check_runs":[{"name":"lint","head_sha":"\#(sha)","status":"completed","conclusion":"skipped","completed_at":"2024-03-01T10:00:00Z"},{"name":"ci","head_sha":"\#(sha)","status":"queued"},{"name":"lint","head_sha":"\#(sha)","status":"completed","conclusion":"failure","completed_at":"2024-03-01T09:00:00Z"}]}"#
                )
                : .answer(
                    200, body: #"{"statuses":[{"context":"ci","state":"success","updated_at":"2024-03-01T10:00:00Z","target_url":null}]}"#)
        }
        defer { scripted.server.stop() }
        let statuses = try await scripted.forge.statuses(of: sha, in: scripted.repository, as: ForgeCaller("merge"))
        #expect(statuses.map(\.context) == ["ci", "lint"])
        #expect(statuses.map(\.state) == [.success, .success])
    }

    @Test func `a token that may not see check runs still sees statuses`() async throws {
        let scripted = try ScriptedForge { request in
            request.target.contains("check-runs")
                ? .answer(403, body: #"{"message":"Resource not accessible"}"#) : .answer(200, body: #"{"statuses":[]}"#)
        }
        defer { scripted.server.stop() }
        #expect(try await scripted.forge.statuses(of: ScriptedForge.sha("a"), in: scripted.repository, as: ForgeCaller("merge")).isEmpty)
    }

    @Test func `people are found by login, nobody is nil`() async throws {
        let scripted = try ScriptedForge { request in
            switch request.target {
            case "/users/alice": .answer(200, body: #"{"login":"Alice","name":"Alice E","email":null,"type":"User"}"#)
            case "/user": .answer(200, body: #"{"login":"merge-bot","name":null,"email":null,"type":"Bot"}"#)
            case "/user/emails":
                .answer(200, body: #"[{"email":"a@example.org","primary":false},{"email":"bot@example.org","primary":true}]"#)
            default: .answer(404, body: #"{"message":"Not Found"}"#)
            }
        }
        defer { scripted.server.stop() }
        let caller = ForgeCaller("merge")
        #expect(try await scripted.forge.user("alice", as: caller) == ForgeUser(login: "Alice", name: "Alice E"))
        #expect(try await scripted.forge.user("no/body", as: caller) == nil)
        #expect(try await scripted.forge.viewer(as: caller) == ForgeUser(login: "merge-bot", email: "bot@example.org", kind: "Bot"))
        #expect(scripted.server.requests.map(\.target).contains("/users/no%2Fbody"))
    }

    @Test func `linked issues come from GraphQL`() async throws {
        let scripted = try ScriptedForge { _ in
            .answer(
                200,
                body:
                    #"{"data":{"repository":{"pullRequest":{"closingIssuesReferences":{"nodes":[{"number":3,"repository":{"nameWithOwner":"acme/web"}},{"number":4}]}}}}}"#
            )
        }
        defer { scripted.server.stop() }
        let issues = try await scripted.forge.linkedIssues(of: scripted.key, as: ForgeCaller("merge"))
        #expect(issues.map(\.description) == ["acme/web#3", "acme/server#4"])
        let request = try #require(scripted.server.requests.first)
        #expect(request.target == "/graphql")
        #expect(try JSON(parsing: request.body)["variables"] == ["owner": "acme", "name": "server", "number": 7])
    }

    @Test func `an answer of another shape is named`() async throws {
        let scripted = try ScriptedForge { _ in .answer(200, body: #"{"number":7,"title":5}"#) }
        defer { scripted.server.stop() }
        let error = try await #require(throws: ForgeError.self) {
            _ = try await scripted.forge.pullRequest(scripted.key, as: ForgeCaller("merge"))
        }
        #expect(error.code == .malformedAnswer)
        #expect(error.message.contains("title is not a string"))
    }
}
