import Contract
import Testing

@Suite("Documents that cross a boundary")
struct DocumentTests {
    static let pullRequest: JSON = [
        "number": 7, "node_id": "PR_1", "title": "T", "body": "B", "draft": true, "state": "closed", "merged": true, "author": "bob",
        "head": ["ref": "x", "sha": "a", "label": "bob:x", "repository": "bob/a"],
        "base": ["ref": "main", "sha": "b", "repository": "acme/a"], "commits": 2, "created_at": 1000, "updated_at": 2000, "url": "u",
    ]

    @Test("a pull request is the same after a round trip")
    func roundTrip() throws {
        #expect(try PullRequestDocument(json: Self.pullRequest).json == Self.pullRequest)
    }

    @Test(
        "a pull request without number, head or base is refused, and the error names the member",
        arguments: ["number", "head.sha", "base.ref"])
    func missing(member: String) throws {
        var document = Self.pullRequest
        let parts = member.split(separator: ".").map(String.init)
        if parts.count == 1 { document[parts[0]] = .null } else { document[parts[0]][parts[1]] = .null }
        #expect(throws: DocumentError("pull request", member)) { try PullRequestDocument(json: document) }
    }

    @Test("what a list leaves out has its default")
    func defaults() throws {
        let document = try PullRequestDocument(
            json: ["number": 7, "head": ["sha": "a", "ref": "x"], "base": ["ref": "main"], "commits": 0])
        #expect(document.author == "ghost")
        #expect(document.head.label == "ghost:x")
        #expect(document.commits == nil)
        #expect(document.state == .open)
    }

    static let others: [(any JSONDocument.Type, JSON)] = [
        (CommentDocument.self, ["id": 1, "kind": "review", "author": "ann", "body": "b", "created_at": 1, "url": "u", "commit_id": "c"]),
        (
            StatusDocument.self,
            ["sha": "a", "context": "ci", "state": "success", "updated_at": 1, "target_url": "u", "description": "d"]
        ),
        (PullRequestHeadChanged.self, ["old": "a", "new": "b", "reopened": true]),
        (PullRequestRetargeted.self, ["old": "a", "new": "b"]), (PullRequestEdited.self, ["title": true, "body": false]),
        (PullRequestOpened.self, ["closed": true]), (PullRequestClosed.self, ["merged": true]), (PullRequestReopened.self, [:]),
        (PullRequestDraftChanged.self, ["draft": true]),
        (CommentCreated.self, ["key": "comment:1", "body": "b", "created_at": 1, "url": "u", "replay": true]),
        (
            ForgePush.self,
            ["ref": "refs/heads/main", "before": "a", "after": "b", "forced": true, "deleted": false]
        ),
        (
            ForgeComment.self,
            [
                "comment": ["id": 1, "kind": "comment", "author": "ann", "body": "b", "created_at": 1, "url": "u"],
                "pull_request": ["number": 7, "open": true, "target": .null],
            ]
        ),
        (
            ForgePullRequest.self,
            ["action": "edited", "pull_request": pullRequest, "changes": ["title_from": "t"], "delivery": "d"]
        ),
        (
            EffectOutcomeDocument.self,
            [
                "effect": "1.0", "plugin": "p", "kind": "push", "state": "failed", "code": "stale", "message": "m", "result": .null,
                "context": ["a": 1],
            ]
        ),
        (IdentityResolved.self, ["name": "merge", "login": "bot", "user_name": "Bot", "email": "b@example.org"]),
    ]

    @Test("every other document is the same after a round trip", arguments: others.indices)
    func roundTrips(index: Int) throws {
        let (type, document) = Self.others[index]
        #expect(try type.init(json: document).json == document)
    }
}
