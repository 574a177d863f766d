import Logging
import PluginAPI
import Store

extension HostEngine {
    /// Makes one attempt at an effect and stores the result.
    ///
    /// "Started" is on disk before the call, and the receipt together with the outcome's event after it: whatever happens
    /// in between, the next start knows that this attempt may have happened.
    func execute(_ item: EffectQueue.Item) async {
        defer { effectHasEnded() }
        let effect = item.effect
        do {
            guard let kind = EffectKind.named(effect.kind) else {
                return try finish(
                    effect, attempts: item.attempts, state: .refused, code: "refused", message: "there is no effect \(effect.kind)")
            }
            let refusal = grants.refusal(
                plugin: effect.plugin, kind: kind, identity: effect.identity, repository: effect.repository)
            if let refusal {
                logger.warning(
                    "effect refused", metadata: ["effect.id": "\(effect.id)", "plugin": "\(effect.plugin)", "reason": "\(refusal)"])
                return try finish(effect, attempts: item.attempts, state: .refused, code: "refused", message: refusal)
            }
            try note(effect, state: .started, attempts: item.attempts + 1)
            hit(.started, effect)
            let end = await performer.perform(effect, mayHaveHappened: item.mayHaveHappened)
            hit(.called, effect)
            if Task.isCancelled, !end.isDone {
                // Cut off because the host is stopping: the receipt stays "started", and the next start looks.
                return queue.postpone(
                    effect, until: clock.now + Recovery.readLag, attempts: item.attempts, mayHaveHappened: true)
            }
            try take(end, of: item)
            hit(.stored, effect)
        } catch {
            // The receipt could not be written, so this attempt also counts as one that may have happened.
            noteTrouble(error)
            let lag = Recovery.needsDuplicateCheck(effect.kind) ? Recovery.readLag : 1_000
            queue.postpone(effect, until: clock.now + lag, attempts: item.attempts + 1, mayHaveHappened: true)
        }
    }

    /// Retries an effect that failed for good. Its plugin receives a second outcome.
    /// - Returns: why that is not possible, or nil.
    package func retry(effect id: String) throws -> String? {
        guard let effect = try reader.read({ try $0.effect(id: id) }), let receipt = try store.read({ try $0.receipt(id) }) else {
            return "there is no effect \(id)"
        }
        guard receipt.state == .failed else { return "effect \(id) is \(receipt.state.rawValue), not failed" }
        guard let kind = EffectKind.named(effect.kind), kind.canBeRetried else {
            return "its plugin has gone on since \(effect.kind) \(id) failed, and asks again itself"
        }
        let now = clock.now
        try store.write { transaction in
            try transaction.save(
                Receipt(
                    effect: id, event: effect.event, position: effect.position, state: .waiting, attempts: receipt.attempts,
                    startedAt: now, retriedAt: now, retriedAfter: receipt.attempts))
        }
        queue.add(EffectQueue.Item(effect: effect, attempts: receipt.attempts, mayHaveHappened: true))
        signal.wake()
        return nil
    }

    private func effectHasEnded() {
        for waiter in effectWaiters { waiter.resume() }
        effectWaiters = []
    }

    private func take(_ end: EffectEnd, of item: EffectQueue.Item) throws {
        let attempts = item.attempts + 1
        switch end {
        case .done(let result):
            try finish(item.effect, attempts: attempts, state: .done, result: result)
        case .failed(let code, let message):
            logger.warning(
                "effect failed",
                metadata: ["effect.id": "\(item.effect.id)", "kind": "\(item.effect.kind)", "code": "\(code)", "error": "\(message)"])
            try finish(item.effect, attempts: attempts, state: .failed, code: code, message: message)
        case .retry(let message, let after, let mayHaveHappened):
            let effort = try effort(for: item.effect, attempts: attempts)
            guard !retries.isExhausted(attempts: effort.attempts, age: effort.age) else {
                return try finish(
                    item.effect, attempts: attempts, state: .failed, code: "unavailable",
                    message: "given up after \(attempts) attempts: \(message)")
            }
            let atLeast = mayHaveHappened && Recovery.needsDuplicateCheck(item.effect.kind) ? max(after ?? 0, Recovery.readLag) : after
            let next = clock.now + retries.backoff.delay(afterFailures: effort.attempts, atLeast: atLeast)
            logger.info(
                "effect postponed",
                metadata: [
                    "effect.id": "\(item.effect.id)", "kind": "\(item.effect.kind)", "attempts": "\(attempts)", "error": "\(message)",
                ])
            try note(item.effect, state: .waiting, attempts: attempts, next: next, message: message)
            queue.postpone(
                item.effect, until: next, attempts: attempts, mayHaveHappened: mayHaveHappened || item.mayHaveHappened)
        }
    }

    /// How often and for how long it has been tried: since its request, or since an operator had it retried.
    private func effort(for effect: StoredEffect, attempts: Int) throws -> (attempts: Int, age: Int64) {
        let receipt = try store.read { try $0.receipt(effect.id) }
        return (attempts - (receipt?.retriedAfter ?? 0), clock.now - (receipt?.retriedAt ?? effect.createdAt))
    }

    private func note(
        _ effect: StoredEffect, state: Receipt.State, attempts: Int, next: Int64? = nil, message: String? = nil
    ) throws {
        let receipt = Receipt(
            effect: effect.id, event: effect.event, position: effect.position, state: state, attempts: attempts,
            nextAttemptAt: next, startedAt: clock.now, message: message)
        try store.write { try $0.save(receipt) }
    }

    private func finish(
        _ effect: StoredEffect, attempts: Int, state: Receipt.State, code: String? = nil, message: String? = nil,
        result: JSON = [:]
    ) throws {
        let now = clock.now
        let receipt = Receipt(
            effect: effect.id, event: effect.event, position: effect.position, state: state, attempts: attempts,
            finishedAt: now, code: code, message: message)
        let document = EffectOutcomeDocument(
            effect: effect.id, plugin: effect.plugin, kind: effect.kind,
            state: EffectOutcomeDocument.State(rawValue: state.rawValue) ?? .failed, code: code, message: message,
            result: result, context: (try? JSON(parsing: effect.context)) ?? .null)
        var entry = InboxEntry(
            source: "effect", delivery: effect.id, kind: EventKind.effectOutcome.rawValue, time: now, repository: effect.repository,
            number: effect.number, document: document.json.text)
        try store.write { transaction in
            try transaction.save(receipt)
            guard try transaction.append(entry) == nil else { return }
            // It has had an outcome before: an operator had it retried.
            // A refused attempt does not count: its number was used up when the one before it failed.
            entry.delivery = "\(effect.id)/\(attempts)\(state == .refused ? "-refused" : "")"
            _ = try transaction.append(entry)
        }
        queue.finish(effect)
    }

    /// The points around effects are named by kind; a push that may lose commits has a name of its own.
    private nonisolated func hit(_ place: FaultPoint.EffectPlace, _ effect: StoredEffect) {
        guard FaultPoint.isRehearsal else { return }
        let updates = (try? JSON(parsing: effect.payload))?["updates"].array ?? []
        FaultPoint.hit(place, of: updates.contains { $0["force"].bool == true } ? "push_forced" : effect.kind)
    }
}
