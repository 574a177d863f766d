import Forge
import Foundation
import Git
package import PluginAPI
import Store

/// What the web server and the command line use of a host. Documents have the shapes of the operator API.
extension HostRuntime {
    /// The version of this program.
    package static let version = "0.1.0"

    /// Helps git, if this process was started for that: as its keeper, or to answer its prompt for a credential.
    ///
    /// Called before anything else: a keeper must be the only thread of its process. A keeper does not return.
    /// - Returns: whether a prompt was answered; the caller then exits with status 0.
    package static func helpGit() -> Bool {
        GitKeeper.runIfAsked()
        return AskpassHelper.answerIfAsked()
    }

    /// Receives one webhook delivery.
    ///
    /// - Parameters:
    ///   - header: returns the value of a header by its name.
    ///   - body: as received.
    package func receive(header: (String) -> String?, body: [UInt8]) async -> WebhookIntake.Answer {
        await intake.receive(header: header, body: body)
    }

    /// The result of an operation.
    package enum OperationEnd: Sendable {
        /// It was applied, with this answer.
        case answered(OperationAnswer)
        /// It is stored and will be applied, but not within the time given.
        case pending
    }

    /// Appends an operator's request to the log and waits for its answer.
    /// - Parameters:
    ///   - plugin: the plugin that answers, or `host`.
    ///   - timeout: milliseconds to wait at most.
    package func operate(
        plugin: String, name: String, parameters: JSON, actor: String, timeout: Int = 30_000
    ) async throws -> OperationEnd {
        let document: JSON = ["plugin": .string(plugin), "name": .string(name), "parameters": parameters, "actor": .string(actor)]
        let repository = parameters["owner"].string.flatMap { owner in parameters["name"].string.map { "\(owner)/\($0)" } }
        let entry = InboxEntry(
            source: "operator", delivery: UUID().uuidString.lowercased(), kind: EventKind.operation.rawValue, time: options.clock.now,
            repository: repository, number: repository == nil ? nil : parameters["number"].string.flatMap { Int($0) }, actor: actor,
            document: document.text)
        let engine = engine
        // While the log stands still, the answer may never come.
        let end = try await withDeadline(Int64(timeout)) { OperationEnd.answered(try await engine.submit(entry) ?? .document(.null)) }
        return end ?? .pending
    }

    /// How long the runner may take over an event before the host reports it, in milliseconds.
    private static let hangingAfter: Int64 = 5_000

    /// Why nothing can be applied at the moment; nil if all is well.
    package func trouble() async -> String? {
        guard isOpen else { return "the plugins are starting" }
        if let trouble = await engine.trouble { return trouble }
        if let reason = await supervisor?.unavailableReason { return "there is no runner: \(reason)" }
        if let since = await engine.applyingSince, options.clock.now - since > Self.hangingAfter {
            return "event \(await engine.appliedSeq + 1) has not been applied for \((options.clock.now - since) / 1000) s"
        }
        // This may wait for a lock, and must not block one of the few threads that all tasks share.
        return await withCheckedContinuation { continuation in
            DispatchQueue.global().async { [store] in continuation.resume(returning: store.trouble()) }
        }
    }

    /// Runs reads that may have to wait for the disk or for other readers on a thread of their own, because the few threads that all
    /// tasks share must not block.
    package func reading<Value: Sendable>(_ body: @escaping @Sendable (HostRuntime) throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            Self.readingQueue.async { continuation.resume(with: Result { try body(self) }) }
        }
    }

    private static let readingQueue = DispatchQueue(label: "switchyard.read", attributes: .concurrent)

    /// The number of the last applied event, which grows with every change.
    package func change() throws -> Int64 { try reader.read { try $0.appliedSeq() } }

    /// Whether somebody without a login may see a repository's pages.
    package func isPublic(repository: String) throws -> Bool {
        try reader.read { transaction in
            let found = try transaction.sql("SELECT visibility FROM repositories WHERE name = ? COLLATE NOCASE", [.text(repository)])
            return found.rows.first?.first == .text("public")
        }
    }

    /// The state of the whole host.
    package func status() async throws -> JSON {
        let plugins = try await link.plugins()
        let (applied, open, dead) = try reader.read { transaction in
            (try transaction.appliedSeq(), try transaction.openEffects(), try transaction.openDeadLetters())
        }
        let (received, waiting) = try store.reader.read { (try $0.lastSeqToApply(), try $0.receipts(in: [.waiting], limit: 500)) }
        let runner: JSON = await supervisor?.document ?? ["state": "in this process"]
        return [
            "runner": runner, "version": .string(Self.version), "applied_seq": .int(applied), "received_seq": .int(received),
            "trouble": JSON(await trouble()), "maintenance": .bool(await engine.isMaintenance),
            "open_effects": .int(Int64(open.count)), "waiting": JSON(waiting.map(\.effect)), "dead_letters": .int(Int64(dead)),
            "plugins": .array(plugins.map { ["id": .string($0.id), "version": .string($0.version)] }),
            "data": .string(options.dataDirectory), "time": RFC3339.text(options.clock.now),
        ]
    }

    /// The loaded plugins.
    package func plugins() async throws -> JSON {
        let held = await supervisor?.held ?? [:]
        var silences: [String: Silence] = [:]
        let loaded = try await link.plugins()
        for plugin in loaded { silences[plugin.id] = await supervisor?.silence(of: plugin.id) }
        return .array(
            loaded.map { plugin in
                [
                    "quarantine": JSON(held[plugin.id]?.reason), "silence": JSON(silences[plugin.id]?.sentence),
                    "id": .string(plugin.id), "version": .string(plugin.version), "sha256": .string(plugin.sha256),
                    "essential": .bool(plugin.isEssential), "directory": .string(plugin.directory),
                    "events": JSON(plugin.manifest.events), "effects": JSON(plugin.manifest.effects),
                    "commands": JSON(plugin.manifest.commands.map(\.id)), "timers": JSON(plugin.manifest.timers.map(\.name)),
                    "resources": .int(Int64(plugin.manifest.resources.count)), "pages": JSON(plugin.manifest.pages.map(\.path)),
                ]
            })
    }
}
