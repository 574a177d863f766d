import PluginAPI
import Store
import Testing

@testable import Engine

@Suite("What the forge says and the mirror does not")
struct FindingsTests {
    static let head = String(repeating: "a", count: 40)

    /// A pull request as the forge shows it.
    static func document(_ changes: JSON = [:]) -> JSON {
        var document: JSON = [
            "number": 7, "title": "T", "body": "B", "draft": false, "state": "open", "merged": false, "author": "bob",
            "head": ["ref": "x", "sha": .string(head), "label": "bob:x"], "base": ["ref": "main"], "url": "", "created_at": 1000,
            "updated_at": 2000,
        ]
        for (name, value) in changes.object ?? [:] { document[name] = value }
        return document
    }

    static func known(_ change: (inout PullRequestRow) -> Void = { _ in }) -> PullRequestRow {
        var row = PullRequestRow(
            repository: "acme/a", number: 7, project: 1, target: "main", isTracked: true, head: head, headChangedAt: 0,
            headRepository: nil, label: "bob:x", title: "T", body: "B", isDraft: false, isClosed: false, isMergedOnForge: false,
            author: "bob", commitCount: 1, url: "", createdAt: 1000, updatedAt: 2000)
        change(&row)
        return row
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var document: JSON
        var known: PullRequestRow?
        var action: String?

        var testDescription: String { name }
    }

    static let cases = [
        Case(name: "the same", document: document(), known: known(), action: nil),
        Case(name: "another head", document: document(), known: known { $0.head = "b" }, action: "reconciled"),
        Case(
            name: "another head, and more is known", document: document(),
            known: known {
                $0.head = "b"; $0.updatedAt = 3000
            }, action: nil),
        Case(name: "another title", document: document(), known: known { $0.title = "old" }, action: "reconciled"),
        Case(name: "another text", document: document(), known: known { $0.body = "old" }, action: "reconciled"),
        Case(name: "another target", document: document(), known: known { $0.target = "old" }, action: "reconciled"),
        Case(name: "a draft now", document: document(["draft": true]), known: known(), action: "reconciled"),
        Case(name: "closed", document: document(["state": "closed"]), known: known(), action: "reconciled"),
        Case(name: "reopened", document: document(), known: known { $0.isClosed = true }, action: "reconciled"),
        Case(
            name: "a push to the branch of a closed one", document: document(["state": "closed"]),
            known: known {
                $0.isClosed = true; $0.head = "b"
            }, action: nil),
        Case(name: "never heard of", document: document(), known: nil, action: "opened"),
        Case(name: "opened before anybody looked", document: document(["created_at": 400]), known: nil, action: nil),
        Case(name: "never heard of, and closed", document: document(["state": "closed"]), known: nil, action: nil),
    ]

    @Test("a pull request", arguments: cases)
    func pullRequest(_ given: Case) throws {
        let document = try PullRequestDocument(json: given.document)
        let entry = Findings.pullRequest(
            document, known: given.known, in: "acme/a", openedSince: 500, at: 9000)
        let action = try entry.map { try JSON(parsing: $0.document)["action"].string ?? "" }
        #expect(action == given.action)
        #expect(entry?.kind ?? "forge.pull_request" == "forge.pull_request")
        #expect(entry?.time ?? 9000 == 9000)
    }

    @Test(
        "a status",
        arguments: [
            (nil, nil, true), ("pending", 1000, true), ("success", 1000, false), ("pending", 3000, false), ("pending", 2000, true),
        ] as [(String?, Int64?, Bool)])
    func status(_ state: String?, _ time: Int64?, _ isMissing: Bool) {
        let document = StatusDocument(sha: Self.head, context: "ci", state: .success, updatedAt: Timestamp(milliseconds: 2000))
        let known = state.map {
            StatusRow(sha: Self.head, context: "ci", state: $0, targetURL: nil, description: nil, updatedAt: time ?? 0)
        }
        #expect((Findings.status(document, known: known, in: "acme/a", at: 9000) != nil) == isMissing)
    }

    @Test("what is found twice has one name in the log, and what differs has another")
    func deliveries() throws {
        func found(_ id: Int64, at time: Int64) throws -> InboxEntry {
            let comment = CommentDocument(
                key: CommentKey(.comment, id), author: "ann", body: "x", createdAt: Timestamp(milliseconds: 1), url: "")
            return Findings.comment(comment, on: try PullRequestDocument(json: Self.document()), in: "acme/a", at: time)
        }
        let first = try found(5, at: 1)
        #expect(try first.delivery == found(5, at: 2).delivery)
        #expect(try first.delivery != found(6, at: 2).delivery)
        #expect(first.number == 7)
    }
}
