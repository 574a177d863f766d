import Contract
import Foundation
import GRDB
import HostConfiguration
import Logging
import PluginAPI
import PluginBridge
import PluginRules
import Store

@testable import Engine

/// The real runner on a database file, with the plugins behind the C boundary; there is no network, and effects are only read.
final class RunnerHost: HostUnderTest {
    private let folder: String
    private let store: StateStore
    private let runner: Runner
    private var seq: Int64 = 0
    private var now: Int64 = 1_700_000_000_000
    private var asked: [StoredEffect] = []

    init(_ plugins: [any Plugin.Type]) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "switchyard-conformance-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        store = try StateStore(path: "\(folder)/state.db")
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        runner = try Runner(
            store: store, plugins: try PluginSet(try plugins.map(Self.member), logger: logger), logger: logger)
        let declared = DeclaredKeys(runner.plugins.members.map(\.summary.manifest))
        let configuration = try ConfigurationLoader.load(document: Self.configuration, declared: declared).configuration
        try apply(EventKind.configurationApplied, configuration.document)
        let opened = ForgePullRequest(
            action: "opened",
            pullRequest: PullRequestDocument(
                number: 1, title: "A change", body: nil, author: "author",
                head: PullRequestDocument.Head(ref: "x", sha: String(repeating: "a", count: 40), label: "author:x", repository: nil),
                base: PullRequestDocument.Base(ref: "main", sha: nil, repository: nil), createdAt: Timestamp(milliseconds: 1),
                updatedAt: Timestamp(milliseconds: 1), url: ""))
        try apply(ForgePullRequest.kind, opened.json)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    private static let configuration: JSON = [
        "identities": ["merge": [:]], "plugins": ["load": [["id": "probe"], ["id": "usurper"]]],
        "projects": [
            [
                "name": "acme", "bot_name": "bot", "branches": [["name": "main"]], "repositories": [["name": "acme/web"]],
                "identity": "merge",
            ]
        ],
    ]

    private static func member(_ type: any Plugin.Type) throws -> PluginSet.Member {
        let table = try PluginTable(entryAnswer: export(type))
        let entry = PluginLockFile.Entry(
            id: table.manifest.id, version: "1", library: "", sha256: "", effects: table.manifest.effects, identities: [])
        let plugin = try LoadedPlugin(entry: entry, directory: "", source: table.manifest.id, table: table).instance { _, _, _ in }
        return PluginSet.Member(
            plugin: plugin,
            summary: PluginSummary(
                id: table.manifest.id, version: "1", sha256: "", isEssential: false, manifest: table.manifest, directory: ""))
    }

    private func apply(_ kind: EventKind, _ document: JSON, actor: String? = nil) throws {
        seq += 1
        let entry = InboxEntry(
            source: "test", delivery: "\(seq)", kind: kind.rawValue, time: now, repository: "acme/web", number: 1, actor: actor,
            document: document.text)
        asked += try runner.apply(LoggedEvent(seq: seq, entry: entry)).effects
    }

    func comment(_ body: String, by login: String) throws -> Bool {
        let comment = CommentDocument(
            key: CommentKey(.comment, seq + 1), author: login, body: body, createdAt: Timestamp(milliseconds: now), url: "")
        let before = asked.count
        try apply(ForgeComment.kind, ForgeComment(comment: comment, number: 1, isOpen: true, target: nil).json, actor: login)
        // The host posts a comment of its own only if something is wrong.
        return !asked[before...].contains { $0.plugin == "host" && $0.kind == PostComment.kind.name }
    }

    func deliver(_ kind: String, _ document: JSON) throws -> Bool {
        let before = try deadLetters()
        // An event that nothing else sends is emitted as if by a plugin.
        try store.apply { transaction in
            seq += 1
            let scope = EventScope(
                transaction: transaction, seq: seq, time: now, actor: "test", cause: EventScope.Cause(kind: "delivery", id: "\(seq)"))
            try scope.emit(DerivedEvent(kind, repository: "acme/web", number: 1, document: document))
            while let event = scope.nextDerived() {
                try runner.plugins.deliver(event, scope: scope, logger: runner.logger)
            }
            try transaction.setAppliedSeq(seq)
            asked += scope.effects
        }
        return try deadLetters() == before
    }

    /// Has a comment's commands carried out once more, as when a pull request is adopted.
    func replay(_ body: String, by login: String) throws {
        try store.apply { transaction in
            seq += 1
            let scope = EventScope(
                transaction: transaction, seq: seq, time: now, actor: login, cause: EventScope.Cause(kind: "delivery", id: "\(seq)"))
            let comment = SeenComment(
                repository: "acme/web", number: 1, key: "comment:\(seq)", author: login, body: body, createdAt: now, url: "", commit: nil,
                isReplay: true)
            _ = try CommandDispatcher(scope: scope, plugins: runner.plugins, logger: runner.logger).dispatch(comment)
            try transaction.setAppliedSeq(seq)
            asked += scope.effects
        }
    }

    func operate(_ name: String, _ parameters: JSON) throws -> String {
        let answer = try store.apply { transaction in
            seq += 1
            let scope = EventScope(
                transaction: transaction, seq: seq, time: now, actor: "operator", cause: EventScope.Cause(kind: "operator", id: "\(seq)"))
            let answer = try runner.plugins.operate(
                OperationCall(name: name, parameters: parameters, actor: "operator"), plugin: "probe", scope: scope, logger: runner.logger)
            try transaction.setAppliedSeq(seq)
            asked += scope.effects
            return answer
        }
        switch answer {
        case .document(let document): return document.text
        case .problem(_, let message, let field): return field.map { "\($0): \(message)" } ?? message
        }
    }

    private func deadLetters() throws -> [String] { try column("SELECT id FROM dead_letters ORDER BY id") }

    func advance(seconds: Int64) throws {
        let end = now + seconds * 1000
        while let timer = try next(until: end), let due = timer.dueAt {
            now = max(now, due)
            try apply(.timer, ["plugin": .string(timer.plugin), "name": .string(timer.name), "due_at": .int(due)])
        }
        now = end
    }

    private func next(until end: Int64) throws -> TimerRow? {
        try store.apply { try $0.timers() }.filter { ($0.dueAt ?? .max) <= end }
            .min { ($0.dueAt ?? 0, $0.sequence, $0.name) < ($1.dueAt ?? 0, $1.sequence, $1.name) }
    }

    var replies: [String] {
        get throws {
            try asked.filter { $0.plugin != "host" && $0.kind == PostComment.kind.name }.compactMap {
                let payload = try JSON(parsing: $0.payload)
                return payload["code"].isNull ? nil : payload["body"].string
            }
        }
    }

    var effects: [String] {
        get throws {
            try asked.filter { $0.plugin != "host" }.compactMap {
                let payload = try JSON(parsing: $0.payload)
                return payload["code"].isNull ? "\($0.kind) \(payload.text)" : nil
            }
        }
    }

    func column(_ sql: String) throws -> [String] {
        try DatabaseQueue(path: store.path).read { database in
            try Row.fetchAll(database, sql: sql).map { String.fromDatabaseValue($0[0]) ?? "\($0[0] as Int? ?? 0)" }
        }
    }

    var journal: [String] {
        get throws { try column("SELECT entity || ' ' || entity_id || ' ' || field || ' ' || old || ' ' || new FROM journal ORDER BY id") }
    }
}
