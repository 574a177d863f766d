import Store

/// How long hooks may take: a function over the running ones.
package struct Watchdog: Sendable {
    /// How long a hook inside an event may take, with the services that it calls; milliseconds.
    package var hook: Int64
    /// How long a query may take; milliseconds.
    package var query: Int64

    package init(hook: Int64, query: Int64) {
        self.hook = hook
        self.query = query
    }

    /// The first hook that is past its deadline, and why the runner is killed, in words that continue "because".
    /// - Parameter now: on the clock of ``HookRecord/now``.
    package func overdue(among entries: [HookRecord.Entry], now: Int64) -> (entry: HookRecord.Entry, reason: String)? {
        for entry in entries {
            let deadline = entry.isQuery ? query : hook
            guard now - entry.startedAt > deadline else { continue }
            return (entry, "\(entry.plugin), \(entry.hook), took longer than \(deadline) ms")
        }
        return nil
    }
}

extension HookRecord.Entry {
    /// Whether it is a query, on a thread of its own; everything else runs on the apply thread.
    var isQuery: Bool { Crash.isQuery(hook) }
}
