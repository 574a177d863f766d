import Contract
import Foundation
import Testing

@Suite("The registry of effect kinds")
struct EffectKindTests {
    @Test("names are unique, and every grant is the name of a kind")
    func names() {
        let names = EffectKind.all.map(\.name)
        #expect(Set(names).count == names.count)
        #expect(EffectKind.all.allSatisfy { EffectKind.named($0.grant)?.grant == $0.grant })
    }

    @Test("a request belongs to its row", arguments: EffectKind.all)
    func request(kind: EffectKind) {
        #expect(kind.request.kind == kind)
    }

    @Test("only what can be looked for, or done twice without harm, is an effect that an operator retries")
    func retries() {
        for kind in EffectKind.all where kind.canBeRetried {
            #expect(kind.performer == .forge, "\(kind): what git made belongs to an attempt that has gone on")
        }
    }

    static let payloads: [String: JSON] = [
        "comment": ["body": "b"], "reaction": ["comment_key": "comment:1", "content": "eyes"], "labels": ["add": ["a"], "remove": []],
        "status": ["sha": sha, "context": "ci", "state": "success"], "close": [:], "reopen": [:], "retarget": ["base": "main"],
        "create_pull_request": ["title": "t", "body": "b", "head": "bob:x", "base": "main", "draft": false],
        "deployment": ["sha": sha, "environment": "merge", "description": "d"], "close_issue": ["issue": 3],
        "delete_ref": ["ref": "refs/heads/x"],
        "fetch": ["comments": true], "inspect": ["target": "main", "pull_requests": [["number": 1, "head": sha]]],
        "compose": [
            "repositories": [["repository": "acme/a", "base": sha]],
            "groups": [
                [
                    "id": 1,
                    "picks": [["repository": "acme/a", "number": 7, "method": "squash", "head": sha, "commits": [["sha": sha]]]],
                ]
            ],
        ],
        "push": ["updates": [["ref": "refs/heads/x", "sha": sha, "force": false]]], "read_refs": ["refs": ["refs/heads/main"]],
    ]
    private static let sha = JSON.string(String(repeating: "a", count: 40))

    @Test("the payload that plugins of ABI 1.0 send is read, and written as it was", arguments: EffectKind.all)
    func payload(kind: EffectKind) throws {
        let payload = try #require(Self.payloads[kind.name])
        #expect(try Self.again(kind.request, payload) == payload)
    }

    private static func again<Request: EffectRequest>(_ type: Request.Type, _ payload: JSON) throws -> JSON {
        try Request(payload: payload).payload()
    }

    @Test("a payload that does not fit is refused, and the error names the member")
    func malformed() {
        let error = #expect(throws: (any Error).self) { try SetStatus(payload: ["context": "ci", "state": "success"]) }
        #expect("\(String(describing: error))".contains("sha"))
    }

    @Test("the table in docs/plugin-abi.md has a row for each kind, as the registry says")
    func documented() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let text = try String(contentsOf: root.appending(path: "docs/plugin-abi.md"), encoding: .utf8)
        for kind in EffectKind.all {
            let row = "| `\(kind.name)` | \(kind.summary) | `\(kind.shape.payload)` | `\(kind.shape.result)` | `\(kind.grant)` |"
            #expect(text.contains(row), "missing: \(row)")
        }
    }
}
