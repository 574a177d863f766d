package import PluginAPI
import Store

/// What can be read of the log, the effects, the journal, the messages and the timers.
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

        package init() {}
    }

    /// A part of a list and where the next begins.
    package struct ListPart: Sendable {
        package var items: [JSON]
        /// The value of `before` for the next part; nil at the end.
        package var next: Int64?
    }

    /// The log, newest first.
    package func events(_ filter: ListFilter) throws -> ListPart { try events(filter, source: nil) }

    /// What forges delivered, newest first.
    package func deliveries(_ filter: ListFilter) throws -> ListPart { try events(filter, source: "forge:") }

    private func events(_ filter: ListFilter, source: String?) throws -> ListPart {
        let found = try store.read {
            try $0.page(
                before: filter.before, limit: filter.limit + 1, kind: filter.kind, repository: filter.repository,
                number: filter.number, source: source)
        }
        let shown = found.prefix(filter.limit)
        let items = try reader.read { transaction in
            let applied = try transaction.appliedSeq()
            return try shown.map { try Self.document($0, applied: applied, transaction) }
        }
        return ListPart(items: items, next: found.count > shown.count ? shown.last?.seq : nil)
    }

    /// One event, or nil.
    package func event(seq: Int64) throws -> JSON? {
        guard let event = try store.read({ try $0.event(seq: seq) }) else { return nil }
        return try reader.read { transaction in
            var document = try Self.document(event, applied: try transaction.appliedSeq(), transaction)
            let entries = try transaction.sql(
                "SELECT field, entity, entity_id, old, new FROM journal WHERE event = ? ORDER BY id", [.integer(seq)])
            document["journal"] = .array(
                entries.rows.map { row in
                    let texts = row.map { value -> JSON in if case .text(let text) = value { .string(text) } else { .null } }
                    return [
                        "field": texts[0], "entity": texts[1], "id": texts[2], "old": parsed(texts[3].string),
                        "new": parsed(texts[4].string),
                    ]
                })
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

    /// The effects, newest first, with what came of them.
    package func effects(_ filter: ListFilter) throws -> ListPart {
        let found = try reader.read { transaction in
            filter.isOpen ? try transaction.openEffects().reversed() : try transaction.recentEffects(limit: filter.limit)
        }
        let wanted = found.filter { effect in
            (filter.kind.map { $0 == effect.kind } ?? true) && (filter.repository.map { $0 == effect.repository } ?? true)
                && (filter.number.map { $0 == effect.number } ?? true)
        }
        let items = try store.read { transaction in
            try wanted.prefix(filter.limit).map { try Self.document($0, try transaction.receipt($0.id)) }
        }
        return ListPart(items: items, next: nil)
    }

    private static func document(_ effect: EffectRequest, _ receipt: Receipt?) throws -> JSON {
        [
            "id": .string(effect.id), "event": .int(effect.event), "plugin": .string(effect.plugin), "kind": .string(effect.kind),
            "identity": .string(effect.identity), "repository": .string(effect.repository), "number": JSON(effect.number),
            "payload": parsed(effect.payload), "created_at": RFC3339.text(effect.createdAt),
            "state": .string(receipt?.state.rawValue ?? "asked"), "attempts": .int(Int64(receipt?.attempts ?? 0)),
            "next_attempt_at": RFC3339.text(receipt?.nextAttemptAt), "code": JSON(receipt?.code), "last_error": JSON(receipt?.message),
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

/// A stored document; null where it cannot be read.
private func parsed(_ text: String?) -> JSON { text.flatMap { try? JSON(parsing: $0) } ?? .null }
