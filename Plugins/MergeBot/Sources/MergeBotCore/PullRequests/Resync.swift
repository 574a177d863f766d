/// Brings the merge queue up to date with the mirror: after installation, and after an absence.
struct Resync {
    let queue: MergeQueue

    private var store: Store { queue.store }

    /// Starts to know what the mirror has and the merge queue has not; everything else is looked at anew.
    func run() throws {
        for found in try store.untracked() { try queue.tracking.track(found, announcing: false) }
        for name in try store.changedWhileAway() {
            guard let pullRequest = try store.pullRequest(name), let found = try store.mirrored(name) else { continue }
            try queue.changes.apply(found.isClosed ? .closed : .reopened, to: pullRequest, by: nil)
        }
        for name in try store.pushedWhileAway() {
            guard let pullRequest = try store.pullRequest(name), try queue.unstaging.landing(of: pullRequest.batch) == nil else {
                continue
            }
            try queue.changes.apply(.headChanged(nil), to: pullRequest, by: nil)
        }
        try queue.configuration.configurationChanged()
        try queue.wake(MergeQueue.Timer.landing)
    }
}
