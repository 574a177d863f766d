import Dispatch
import Synchronization

/// Stores deliveries durably, many in one transaction.
///
/// Each caller waits until its own delivery is on disk. Deliveries that arrive while a transaction is being written
/// gather and share the next one, so the cost of a flush is divided by the load.
package final class IntakeWriter: Sendable {
    /// What became of an entry.
    package enum Stored: Sendable, Hashable {
        /// It is in the log, at this sequence number.
        case appended(seq: Int64)
        /// This source has delivered this id before.
        case double
    }

    private struct Pending: Sendable {
        let entry: InboxEntry
        let continuation: CheckedContinuation<Stored, any Error>
    }

    private struct State {
        var pending: [Pending] = []
        var isScheduled = false
    }

    private let store: HostStore
    private let state = Mutex(State())
    private let worker = DispatchQueue(label: "switchyard.intake")
    private let onStored: @Sendable () -> Void

    /// - Parameter onStored: called after each transaction that stored something, on the writer's thread.
    package init(store: HostStore, onStored: @escaping @Sendable () -> Void) {
        self.store = store
        self.onStored = onStored
    }

    /// Stores one entry and returns once it is durable.
    /// - Throws: the database's error; the caller answers 503 and the sender tries again.
    package func store(_ entry: InboxEntry) async throws -> Stored {
        try await withCheckedThrowingContinuation { continuation in
            let mustSchedule = state.withLock { state in
                state.pending.append(Pending(entry: entry, continuation: continuation))
                defer { state.isScheduled = true }
                return !state.isScheduled
            }
            if mustSchedule { worker.async { self.drain() } }
        }
    }

    private func drain() {
        let batch = state.withLock { state in
            let batch = Array(state.pending.prefix(512))
            state.pending.removeFirst(batch.count)
            if batch.isEmpty { state.isScheduled = false }
            return batch
        }
        guard !batch.isEmpty else { return }
        commit(batch)
        worker.async { self.drain() }
    }

    private func commit(_ batch: [Pending]) {
        do {
            let seqs = try store.write { transaction in
                let seqs = try batch.map { try transaction.append($0.entry) }
                FaultPoint.hit(.intakeBeforeCommit)
                return seqs
            }
            FaultPoint.hit(.intakeAfterCommit)
            onStored()
            for (pending, seq) in zip(batch, seqs) {
                pending.continuation.resume(returning: seq.map { .appended(seq: $0) } ?? .double)
            }
        } catch {
            for pending in batch { pending.continuation.resume(throwing: error) }
        }
    }
}
