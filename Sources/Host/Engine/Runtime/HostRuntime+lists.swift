package import PluginAPI
import Store

/// Lists: the log, the effects, the journal, the messages and the timers.
extension HostRuntime {
    /// Which entries of a list are wanted.
    package struct ListFilter: Sendable {
        /// Only entries before this one, in the list's own numbers.
        package var before: Int64?
        /// How many at most.
        package var limit = 50
        package var kind: String?
        package var repository: String?
        package var number: Int?
        package var entity: String?
        package var entityID: String?
        /// Only journal entries after this one.
        package var since: Int64 = 0
        package var actor: String?
        package var code: String?
        package var plugin: String?
        /// Only what is not finished.
        package var isOpen = false
        /// Only effects that failed for good.
        package var isFailed = false
        /// Only effects that an operator can have tried again.
        package var isRetriable = false
        /// Only events about public repositories, because the caller is not a viewer.
        package var isPublicOnly = false

        package init() {}
    }

    /// A part of a list, and where the next one begins.
    package struct ListPart: Sendable {
        package var items: [JSON]
        /// The value of `before` for the next part; nil at the end.
        package var next: Int64?
    }

    /// The log, newest first.
    package func events(_ filter: ListFilter) throws -> ListPart { try events(filter, source: nil) }

    /// Deliveries from forges, newest first.
    package func deliveries(_ filter: ListFilter) throws -> ListPart { try events(filter, source: "forge:") }

    private func events(_ filter: ListFilter, source: String?) throws -> ListPart {
        let wanted = try places(of: filter)
        let parts = try store.reader.read { transaction in
            try wanted.map { repository in
                try transaction.page(
                    before: filter.before, limit: filter.limit + 1, kind: filter.kind, repository: repository, number: filter.number,
                    source: source)
            }
        }
        let found = parts.joined().sorted { $0.seq > $1.seq }
        let shown = found.prefix(filter.limit)
        let items = try reader.read { transaction in
            let applied = try transaction.appliedSeq()
            return try shown.map { try Self.document($0, applied: applied, transaction) }
        }
        return ListPart(items: items, next: found.count > shown.count ? shown.last?.seq : nil)
    }

    /// Where to look: everywhere or in one repository, and for strangers in each public one, so that neither the length of a part nor
    /// the start of the next one reveals what they must not see.
    private func places(of filter: ListFilter) throws -> [String?] {
        guard filter.isPublicOnly else { return [filter.repository] }
        let names = try reader.read { try Self.publicRepositories($0) }
        return names.filter { filter.repository == nil || $0 == filter.repository }
    }

    private static func publicRepositories(_ transaction: StateTransaction) throws -> [String] {
        try transaction.repositories().filter { $0.visibility == "public" }.map(\.name)
    }

    /// One event with what it changed, or nil.
    /// - Parameter isPublicOnly: only an event about a public repository, and only its changes to public repositories.
    package func event(seq: Int64, isPublicOnly: Bool = false) throws -> JSON? {
        guard let event = try store.reader.read({ try $0.event(seq: seq) }) else { return nil }
        return try reader.read { transaction -> JSON? in
            let names = isPublicOnly ? Set(try Self.publicRepositories(transaction)) : nil
            func isShown(_ repository: String?) -> Bool {
                guard let names else { return true }
                return repository.map { names.contains($0) } ?? false
            }
            guard isShown(event.entry.repository) else { return nil }
            var document = try Self.document(event, applied: try transaction.appliedSeq(), transaction)
            let entries = try transaction.sql(
                "SELECT field, entity, entity_id, old, new, repository FROM journal WHERE event = ? ORDER BY id", [.integer(seq)])
            let changes = entries.rows.map { row -> JSON in
                let texts = row.map { value -> JSON in if case .text(let text) = value { .string(text) } else { .null } }
                return [
                    "field": texts[0], "entity": texts[1], "id": texts[2], "old": parsed(texts[3].string),
                    "new": parsed(texts[4].string), "repository": texts[5],
                ]
            }
            document["journal"] = .array(changes.filter { isShown($0["repository"].string) })
            return document
        }
    }

    private static func document(_ event: LoggedEvent, applied: Int64, _ transaction: StateTransaction) throws -> JSON {
        let entry = event.entry
        let result = try transaction.result(seq: event.seq)
        let state = entry.ignored != nil ? "ignored" : result?.state ?? (event.seq <= applied ? "applied" : "waiting")
        return [
            "seq": .int(event.seq), "kind": .string(entry.kind), "time": RFC3339.text(entry.time), "source": .string(entry.source),
            "delivery": .string(entry.delivery), "repository": JSON(entry.repository), "number": JSON(entry.number),
            "actor": JSON(entry.actor), "sha": JSON(entry.sha), "state": .string(state), "reason": JSON(entry.ignored ?? result?.note),
            "document": parsed(entry.document),
        ]
    }

    /// The effects, newest first, with their outcomes.
    package func effects(_ filter: ListFilter) throws -> ListPart {
        let found: [StoredEffect]
        if filter.isFailed || filter.isRetriable {
            found = try failures(filter)
        } else {
            found = try reader.read { transaction in
                filter.isOpen ? try transaction.openEffects().reversed() : try transaction.recentEffects(limit: filter.limit)
            }
        }
        let wanted = found.filter { effect in
            (filter.kind.map { $0 == effect.kind } ?? true) && (filter.repository.map { $0 == effect.repository } ?? true)
                && (filter.number.map { $0 == effect.number } ?? true)
        }
        let items = try store.reader.read { transaction in
            try wanted.prefix(filter.limit).map { try Self.document($0, try transaction.receipt($0.id)) }
        }
        return ListPart(items: items, next: nil)
    }

    /// How many failed effects are searched: most of them may be ones that their plugins have handled.
    private static let failureLimit = 1_000

    private func failures(_ filter: ListFilter) throws -> [StoredEffect] {
        let receipts = try store.reader.read { try $0.failures(limit: Self.failureLimit) }
        let effects = try reader.read { transaction in try receipts.compactMap { try transaction.effect(id: $0.effect) } }
        return filter.isRetriable ? effects.filter(Self.canBeRetried) : effects
    }

    private static func canBeRetried(_ effect: StoredEffect) -> Bool { EffectKind.named(effect.kind)?.canBeRetried == true }

    private static func document(_ effect: StoredEffect, _ receipt: Receipt?) throws -> JSON {
        let isRetriable = receipt?.state == .failed && canBeRetried(effect)
        return [
            "id": .string(effect.id), "event": .int(effect.event), "plugin": .string(effect.plugin), "kind": .string(effect.kind),
            "identity": .string(effect.identity), "repository": .string(effect.repository), "number": JSON(effect.number),
            "payload": parsed(effect.payload), "created_at": RFC3339.text(effect.createdAt),
            "state": .string(receipt?.state.rawValue ?? "asked"), "attempts": .int(Int64(receipt?.attempts ?? 0)),
            "next_attempt_at": RFC3339.text(receipt?.nextAttemptAt), "code": JSON(receipt?.code), "last_error": JSON(receipt?.message),
            "retried_at": RFC3339.text(receipt?.retriedAt), "can_be_retried": .bool(isRetriable),
        ]
    }

    /// The audit trail, newest first.
    package func journal(_ filter: ListFilter) throws -> ListPart {
        let found = try reader.read {
            try $0.journal(
                repository: filter.repository, number: filter.number, entity: filter.entity, entityID: filter.entityID,
                since: filter.since, limit: filter.limit)
        }
        let items: [JSON] = found.filter { filter.actor == nil || $0.actor == filter.actor }.map { entry in
            [
                "seq": .int(entry.id), "event": .int(entry.event), "time": RFC3339.text(entry.time), "actor": .string(entry.actor),
                "plugin": .string(entry.plugin), "cause": ["kind": .string(entry.causeKind), "id": .string(entry.causeID)],
                "entity": [
                    "kind": .string(entry.entity), "id": .string(entry.entityID), "repository": JSON(entry.repository),
                    "number": JSON(entry.number),
                ],
                "field": .string(entry.field), "old": parsed(entry.old), "new": parsed(entry.new), "note": JSON(entry.note),
            ]
        }
        return ListPart(items: items, next: nil)
    }

    /// What the bot wrote, newest first.
    package func messages(_ filter: ListFilter) throws -> ListPart {
        let found = try reader.read {
            try $0.messages(repository: filter.repository, number: filter.number, limit: filter.limit)
        }
        let items: [JSON] = found.filter { filter.code == nil || $0.code == filter.code }.map { message in
            [
                "id": .int(message.id), "effect": .string(message.effect), "code": .string(message.code),
                "repository": .string(message.repository), "number": .int(Int64(message.number)),
                "params": parsed(message.parameters), "body": .string(message.body), "queued_at": RFC3339.text(message.queuedAt),
                "sent_at": RFC3339.text(message.sentAt), "forge_url": JSON(message.url),
            ]
        }
        return ListPart(items: items, next: nil)
    }

    /// The periodic work of the plugins, by sequence.
    package func triggers() throws -> ListPart {
        let items: [JSON] = try reader.read { try $0.timers() }.map { timer in
            [
                "name": .string(timer.name), "plugin": .string(timer.plugin), "sequence": .int(Int64(timer.sequence)),
                "paused": .bool(timer.isPaused), "next_due_at": RFC3339.text(timer.dueAt), "last_run": RFC3339.text(timer.lastRunAt),
                "runs": .int(timer.runs),
            ]
        }
        return ListPart(items: items, next: nil)
    }
}

/// A stored document; null if it cannot be parsed.
private func parsed(_ text: String?) -> JSON { text.flatMap { try? JSON(parsing: $0) } ?? .null }
