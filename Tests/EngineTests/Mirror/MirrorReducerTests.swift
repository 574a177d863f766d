import Foundation
import PluginAPI
import Store
import Testing

@testable import Engine

/// A mirror with one project, and the facts of one pull request to vary.
final class MirrorBench {
    let folder: String
    let store: StateStore

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "switchyard-mirror-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        store = try StateStore(path: "\(folder)/state.db")
        let configuration: JSON = [
            "projects": [
                [
                    "name": "acme", "bot_name": "bot", "identity": "merge",
                    "branches": [["name": "main"], ["name": "old", "active": false], ["name": "next"]],
                    "repositories": [["name": "acme/server", "label_substitutions": ["/^robot:/acme:/"]]],
                ]
            ]
        ]
        try store.apply { _ = try ConfigurationReducer(transaction: $0).apply(configuration) }
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    struct Facts {
        var action = "edited"
        var head = "1"
        var base = "main"
        var title = "A change"
        var state = "open"
        var draft = false
        var updatedAt: Int64 = 1_000
        var label = "bob:branch"
        var previousBase: String?
    }

    /// Applies one delivery and returns the kinds of the derived events, or the reason why it was ignored.
    func deliver(_ facts: Facts) throws -> [String] {
        let document: JSON = [
            "action": .string(facts.action), "changes": ["base_ref_from": JSON(facts.previousBase)],
            "pull_request": [
                "number": 1, "title": .string(facts.title), "body": .null, "draft": .bool(facts.draft), "state": .string(facts.state),
                "merged": false, "author": "bob", "created_at": 500, "updated_at": .int(facts.updatedAt), "url": "u", "commits": 1,
                "head": [
                    "ref": "branch", "sha": .string(String(repeating: facts.head, count: 40)), "label": .string(facts.label),
                    "repository": "bob/server",
                ],
                "base": ["ref": .string(facts.base), "sha": .string(String(repeating: "b", count: 40)), "repository": "acme/server"],
            ],
        ]
        let entry = InboxEntry(
            source: "s", delivery: "d", kind: "forge.pull_request", time: 9_000, repository: "acme/server", number: 1, actor: "bob",
            document: "")
        let reduction = try store.apply { try MirrorReducer(transaction: $0, time: 9_000).reduce(entry, document: document) }
        if let reason = reduction.ignored { return ["ignored: \(reason)"] }
        return reduction.steps.map { step in
            switch step {
            case .emit(let event): event.kind
            case .notice(let notice): "notice \(notice.code)"
            case .adopt: "adopt"
            case .comment: "comment"
            case .finishAdoption: "finish"
            }
        }
    }

    var row: PullRequestRow? { try? store.apply { try $0.pullRequest("acme/server", 1) } }
}

@Suite("The mirror of pull requests")
struct MirrorReducerTests {
    typealias Facts = MirrorBench.Facts
    static let opened = Facts(action: "opened")

    static func after(_ change: (inout MirrorBench.Facts) -> Void) -> MirrorBench.Facts {
        var facts = opened
        facts.action = "edited"
        facts.updatedAt = 2_000
        change(&facts)
        return facts
    }

    @Test("an opened pull request is stored; the same delivery again changes nothing")
    func opening() throws {
        let bench = try MirrorBench()
        #expect(try bench.deliver(Self.opened) == ["pull_request.opened"])
        #expect(bench.row?.headChangedAt == 0)
        #expect(try bench.deliver(Self.opened) == ["ignored: nothing changed"])
    }

    @Test("each difference is named, whatever the action says")
    func differences() throws {
        let cases: [(MirrorBench.Facts, [String])] = [
            (Self.after { $0.head = "2" }, ["pull_request.head_changed"]),
            (Self.after { $0.title = "Another" }, ["pull_request.edited"]),
            (Self.after { $0.base = "next" }, ["pull_request.retargeted"]),
            (Self.after { $0.draft = true }, ["pull_request.draft_changed"]),
            (Self.after { $0.state = "closed" }, ["pull_request.closed"]),
            (
                Self.after { facts in
                    facts.head = "2"
                    facts.title = "Another"
                }, ["pull_request.head_changed", "pull_request.edited"]
            ),
            (Self.after { $0.base = "elsewhere" }, ["notice pull_request.unmanaged_branch", "pull_request.retargeted"]),
            (Self.after { $0.base = "old" }, ["notice pull_request.disabled_branch", "pull_request.retargeted"]),
        ]
        for (facts, expected) in cases {
            let bench = try MirrorBench()
            _ = try bench.deliver(Self.opened)
            #expect(try bench.deliver(facts) == expected)
        }
    }

    @Test("a late delivery does not undo what a newer one said")
    func late() throws {
        let bench = try MirrorBench()
        _ = try bench.deliver(Self.opened)
        _ = try bench.deliver(Self.after { $0.head = "2" })
        let late = try bench.deliver(Self.opened)
        #expect(late.first?.hasPrefix("ignored: late") == true)
        #expect(bench.row?.head == String(repeating: "2", count: 40))
    }

    @Test("a push to a closed pull request does not count until it is opened again")
    func closed() throws {
        let bench = try MirrorBench()
        _ = try bench.deliver(Self.opened)
        _ = try bench.deliver(Self.after { $0.state = "closed" })
        let push = Self.after { facts in
            facts.state = "closed"
            facts.head = "2"
            facts.updatedAt = 3_000
        }
        #expect(try bench.deliver(push) == ["ignored: nothing changed"])
        let reopened = Self.after { facts in
            facts.head = "2"
            facts.updatedAt = 4_000
        }
        #expect(try bench.deliver(reopened) == ["pull_request.reopened", "pull_request.head_changed"])
    }

    @Test("an unknown one is fetched, unless it is new to the project or closed")
    func unknown() throws {
        #expect(try MirrorBench().deliver(Self.after { $0.head = "2" }) == ["adopt"])
        #expect(try MirrorBench().deliver(Self.after { $0.previousBase = "elsewhere" }) == ["pull_request.opened"])
        #expect(try MirrorBench().deliver(Self.after { $0.state = "closed" }) == ["pull_request.opened"])
        #expect(try MirrorBench().deliver(Self.after { $0.base = "elsewhere" }) == ["notice pull_request.unmanaged_branch"])
    }

    @Test("labels go through the repository's substitutions")
    func labels() throws {
        let bench = try MirrorBench()
        var facts = Self.opened
        facts.label = "robot:branch"
        _ = try bench.deliver(facts)
        #expect(bench.row?.label == "acme:branch")
    }
}
