import GRDB
import Synchronization

/// Sends webhook deliveries: in order per hook, hooks in parallel.
///
/// It receives deliveries that are already in the journal, applies the fault rules for deliveries, and writes each result back.
final class DeliveryCenter: Sendable {
    /// One delivery to send.
    struct Item: Sendable {
        var delivery: Delivery
        /// A redelivery or a duplicate; the journal keeps the first outcome.
        var again = false
        /// Opened when the delivery has been sent, for answers that wait for it.
        var sent: Latch?
        var epoch = 0
    }

    private struct Queue {
        var items: [Item] = []
        /// A delivery that waits to be overtaken by the next one.
        var overtaken: Item?
        var draining = false
        var paused = false
    }

    private struct State {
        var queues: [Int64: Queue] = [:]
        var inFlight = 0
        var delayed = 0
        var jobs = 0
        var last: Int64 = 0
        /// Counts resets: whatever was in flight at a reset is ignored afterwards.
        var epoch = 0
        var waiters: [Int: CheckedContinuation<Void, Never>] = [:]
        var nextWaiter = 0
    }

    private let state = Mutex(State())
    private let work: AsyncStream<@Sendable () async -> Void>
    private let submit: AsyncStream<@Sendable () async -> Void>.Continuation
    let sender = DeliverySender()

    init() {
        (work, submit) = AsyncStream.makeStream()
    }

    /// Runs submitted work until the surrounding task is cancelled.
    func run() async {
        await withDiscardingTaskGroup { group in
            for await job in work { group.addTask { await job() } }
            group.cancelAll()
        }
    }

    func stop() {
        releaseWaiting()
        submit.finish()
        sender.close()
    }

    var epoch: Int { state.withLock { $0.epoch } }

    /// Runs work in the background; while `counted`, the simulator is not idle.
    func background(counted: Bool, _ job: @escaping @Sendable () async -> Void) {
        if counted { state.withLock { $0.jobs += 1 } }
        submit.yield { [self] in
            await job()
            if counted { settle { $0.jobs -= 1 } }
        }
    }

    // MARK: Queueing

    /// Queues new deliveries. The caller holds the simulator's lock, so that they queue in the order of the journal.
    ///
    /// - Returns: What the answer of the call has to wait for, without the lock (the `early` fault).
    func enqueue(_ deliveries: [Delivery], world: World) -> [Latch] {
        var early: [Latch] = []
        for delivery in deliveries {
            let effects = world.faults.take(.delivery, delivery.occasion)
            if effects.contains(where: { $0.effect == "drop" }) {
                record(delivery, state: "dropped", world: world)
                continue
            }
            if effects.contains(where: { $0.effect == "early" }) {
                let sent = Latch()
                early.append(sent)
                add(Item(delivery: delivery, sent: sent), delay: nil, reorder: false, world: world)
                continue
            }
            let copies = effects.contains { $0.effect == "duplicate" } ? 2 : 1
            let delay = effects.first { $0.effect == "delay_ms" }?.value.int
            let reorder = effects.contains { $0.effect == "reorder" }
            for copy in 0..<copies {
                add(Item(delivery: delivery, again: copy > 0), delay: delay, reorder: reorder && copy == 0, world: world)
            }
        }
        return early
    }

    /// Resends a delivery of the journal; `nil` if it does not exist.
    func redeliver(_ seq: Int64, world: World) throws -> Delivery? {
        let delivery = try world.write { db -> Delivery? in
            guard var found = try Delivery.fetchOne(cached: db, key: seq) else { return nil }
            found.redelivery = true
            found.state = "queued"
            try found.update(db)
            return found
        }
        if let delivery { add(Item(delivery: delivery), delay: nil, reorder: false, world: world) }
        return delivery
    }

    /// Lets the deliveries of a hook queue up, or resumes them; `false` if the hook does not exist.
    @discardableResult
    func pause(_ hook: Int64, _ paused: Bool, world: World) throws -> Bool {
        let found = try world.write { db in
            try db.execute(sql: "UPDATE hooks SET paused = ? WHERE id = ?", arguments: [paused, hook])
            return db.changesCount > 0
        }
        guard found else { return false }
        state.withLock { $0.queues[hook, default: Queue()].paused = paused }
        if paused { releaseWaiting(at: hook) }
        drainIfNeeded(hook, world: world)
        settle { _ in }
        return true
    }

    /// Queues what an earlier process, or another instance, had queued and not sent.
    func resume(world: World) async throws {
        let (paused, queued, last) = try world.write { db in
            (
                try Int64.fetchAll(cached: db, sql: "SELECT id FROM hooks WHERE paused"),
                try Delivery.fetchAll(cached: db, sql: "SELECT * FROM deliveries WHERE state = 'queued' ORDER BY seq"),
                try Int64.fetchOne(cached: db, sql: "SELECT max(seq) FROM deliveries WHERE state <> 'queued'") ?? 0
            )
        }
        state.withLock { state in
            state.last = max(state.last, last)
            for hook in paused { state.queues[hook, default: Queue()].paused = true }
        }
        for delivery in queued { add(Item(delivery: delivery), delay: nil, reorder: false, world: world) }
    }

    func forgetAll() {
        releaseWaiting()
        settle {
            $0.epoch += 1
            $0.queues = $0.queues.mapValues { Queue(draining: $0.draining) }
            $0.last = 0
        }
    }

    /// Releases the answers that wait for a delivery which will never be sent, at one hook or at all of them.
    private func releaseWaiting(at hook: Int64? = nil) {
        let waiting = state.withLock { state in
            state.queues.filter { hook == nil || $0.key == hook }.values.flatMap { $0.items.compactMap(\.sent) }
        }
        for latch in waiting { latch.open() }
    }

    private func add(_ item: Item, delay: Int?, reorder: Bool, world: World) {
        let hook = item.delivery.hookID
        var item = item
        item.epoch = epoch
        if let delay {
            wait(delay, item, world: world)
            return
        }
        let held = state.withLock { state in
            var queue = state.queues[hook] ?? Queue()
            defer { state.queues[hook] = queue }
            if reorder, queue.overtaken == nil {
                queue.overtaken = item
                return true
            }
            queue.items.append(item)
            if let overtaken = queue.overtaken {
                queue.items.append(overtaken)
                queue.overtaken = nil
            }
            if queue.paused { item.sent?.open() }
            return false
        }
        if held { limitHolding(item, world: world) }
        drainIfNeeded(hook, world: world)
    }

    /// Queues a delivery later, so that others overtake it.
    private func wait(_ milliseconds: Int, _ item: Item, world: World) {
        let hook = item.delivery.hookID
        state.withLock { $0.delayed += 1 }
        background(counted: false) { [self] in
            try? await Task.sleep(for: .milliseconds(milliseconds))
            settle {
                if item.epoch == $0.epoch { $0.queues[hook, default: Queue()].items.append(item) }
                $0.delayed -= 1
            }
            drainIfNeeded(hook, world: world)
        }
    }

    /// Releases a delivery that waits to be overtaken if no other one comes.
    private func limitHolding(_ item: Item, world: World) {
        let hook = item.delivery.hookID
        background(counted: true) { [self] in
            try? await Task.sleep(for: .milliseconds(300))
            state.withLock { state in
                guard let held = state.queues[hook]?.overtaken, held.delivery.seq == item.delivery.seq else { return }
                state.queues[hook]?.overtaken = nil
                state.queues[hook]?.items.append(held)
            }
            drainIfNeeded(hook, world: world)
        }
    }

    // MARK: Sending

    private func drainIfNeeded(_ hook: Int64, world: World) {
        let start = state.withLock { state in
            guard var queue = state.queues[hook], !queue.draining, !queue.paused, !queue.items.isEmpty else { return false }
            queue.draining = true
            state.queues[hook] = queue
            return true
        }
        if start { submit.yield { [self] in await drain(hook, world: world) } }
    }

    private func drain(_ hook: Int64, world: World) async {
        while let item = next(hook) {
            await send(item, world: world)
            item.sent?.open()
            settle {
                $0.inFlight -= 1
                if item.epoch == $0.epoch { $0.last = max($0.last, item.delivery.seq) }
            }
        }
    }

    private func next(_ hook: Int64) -> Item? {
        state.withLock { state in
            guard var queue = state.queues[hook] else { return nil }
            defer { state.queues[hook] = queue }
            guard !queue.items.isEmpty, !queue.paused else {
                queue.draining = false
                return nil
            }
            state.inFlight += 1
            return queue.items.removeFirst()
        }
    }

    private func send(_ item: Item, world: World) async {
        guard let hook = try? world.write({ try AppHooks.find(item.delivery.hookID, $0) }) else {
            record(item.delivery, state: "dropped", world: world)
            return
        }
        let start = world.now
        let outcome = await sender.send(item.delivery, to: hook)
        guard item.epoch == epoch else { return }
        let exchange = outcome.exchange(with: hook, seconds: Double(world.now - start) / 1000)
        try? world.write { db in
            try db.execute(
                sql: "UPDATE deliveries SET state = ?, status = ?, deliveredAt = ?, response = ?, exchange = ? WHERE seq = ?",
                arguments: [
                    outcome.delivered ? "delivered" : "failed", outcome.status, world.now, outcome.body, exchange.text, item.delivery.seq,
                ])
            try db.execute(
                sql: "UPDATE hooks SET lastCode = ?, lastStatus = ?, lastMessage = ? WHERE id = ?",
                arguments: [outcome.status, outcome.summary, outcome.message, hook.id])
        }
    }

    private func record(_ delivery: Delivery, state: String, world: World) {
        try? world.write { db in
            try db.execute(sql: "UPDATE deliveries SET state = ? WHERE seq = ?", arguments: [state, delivery.seq])
        }
    }

    // MARK: Idle

    /// Whether nothing is queued (except at paused hooks), delayed or in flight, and the last delivered id.
    var quiet: (idle: Bool, last: Int64) { state.withLock { (Self.isIdle($0), $0.last) } }

    /// Waits until the simulator is idle; `false` if the time runs out first.
    func waitUntilIdle(timeout: Duration) async -> Bool {
        await withTaskGroup(of: Bool.self) { group in
            group.addTask { [self] in
                await untilIdle()
                return !Task.isCancelled
            }
            group.addTask {
                try? await Task.sleep(for: timeout)
                return false
            }
            let first = await group.next() ?? false
            group.cancelAll()
            return first || quiet.idle
        }
    }

    private func untilIdle() async {
        let id = state.withLock { state in
            state.nextWaiter += 1
            return state.nextWaiter
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let now = state.withLock { state in
                    if Self.isIdle(state) || Task.isCancelled { return true }
                    state.waiters[id] = continuation
                    return false
                }
                if now { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.waiters.removeValue(forKey: id) }?.resume()
        }
    }

    private static func isIdle(_ state: State) -> Bool {
        state.inFlight == 0 && state.delayed == 0 && state.jobs == 0
            && state.queues.values.allSatisfy { ($0.items.isEmpty || $0.paused) && ($0.overtaken == nil || $0.paused) }
    }

    private func settle(_ change: (inout State) -> Void) {
        let ready = state.withLock { state -> [CheckedContinuation<Void, Never>] in
            change(&state)
            guard Self.isIdle(state) else { return [] }
            defer { state.waiters = [:] }
            return Array(state.waiters.values)
        }
        for continuation in ready { continuation.resume() }
    }
}

extension Delivery {
    /// What fault rules see of it.
    var occasion: FaultRule.Match {
        FaultRule.Match(repository: repository, method: nil, path: nil, event: event, action: action, ref: nil, login: nil)
    }
}
