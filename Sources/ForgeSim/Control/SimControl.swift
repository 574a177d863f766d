import GRDB

/// The control API for tests that run in the simulator's process.
public struct SimControl: Sendable {
    let world: World

    /// Replaces the rules of the scripted CI.
    public func setCI(_ rules: [CIRule]) { world.ci.rules = rules }

    /// The rules of the scripted CI.
    public var ci: [CIRule] { world.ci.rules }

    /// Adds a fault rule, in the form of `POST /_sim/faults`: `{match, effect, value, times, probability, after}`.
    ///
    /// - Returns: Its id.
    /// - Throws: ``ForgeSimError`` for a rule that makes no sense.
    @discardableResult
    public func addFault(_ rule: ForgeJSON) throws -> Int {
        do {
            return try world.faults.add(rule).id
        } catch let refusal as Refusal {
            throw ForgeSimError(refusal.message, status: refusal.status)
        }
    }

    /// How often a fault rule has fired.
    public func hits(ofFault id: Int) -> Int { world.faults.rules.first { $0.id == id }?.hits ?? 0 }

    /// Removes one fault rule, or all.
    public func removeFaults(_ id: Int? = nil) {
        if let id { _ = world.faults.remove(id) } else { world.faults.clear() }
    }

    /// The delivery journal after a sequence number, oldest first, in the form of `GET /_sim/deliveries`.
    public func deliveries(since seq: Int64 = 0, repository: String? = nil, event: String? = nil) throws -> [ForgeJSON] {
        try ControlRoutes.journal(world, since: seq, repository: repository, event: event)
    }

    /// Resends a delivery of the journal.
    public func redeliver(_ seq: Int64) throws {
        guard try world.deliveries.redeliver(seq, world: world) != nil else { throw ForgeSimError("no delivery \(seq)") }
    }

    /// Pauses a hook, so that its deliveries queue up, or resumes it.
    public func pauseHook(_ id: Int64, _ paused: Bool = true) throws {
        guard try world.deliveries.pause(id, paused, world: world) else { throw ForgeSimError("no hook \(id)") }
    }

    /// Enforces rate limits, by resource (`core`, `search`, `graphql`, `unauthenticated`, …); counting starts anew. Without a limit nothing
    /// is enforced, and the forge's numbers are only shown.
    public func setLimits(_ limits: [String: Int]) { world.rates.limits = limits }

    /// The whole state of the simulator, as a tar archive for ``importState(_:)``.
    public func exportState() async throws -> [UInt8] {
        try await world.lock.with { try await StateArchive(world: world).export() }
    }

    /// Replaces the whole state of the simulator by an exported one: same ids, same random state, same faults.
    ///
    /// - Throws: ``ForgeSimError`` for an invalid archive; the old state stays.
    public func importState(_ archive: [UInt8]) async throws {
        do {
            try await world.lock.with { try await StateArchive(world: world).restore(archive) }
        } catch let refusal as Refusal {
            throw ForgeSimError(refusal.message, status: refusal.status)
        }
    }

    /// Removes everything but the users.
    public func reset(users: [SimUser]) async throws {
        try await world.lock.with { try world.reset(users: users) }
    }

    /// Reseeds the random choices of faults and CI.
    public func reseed(_ seed: UInt64) {
        world.faults.reseed(seed)
        world.ci.reseed(seed)
    }

    /// One answered API call.
    public struct Request: Sendable {
        /// Its position in the log.
        public let seq: Int64
        /// The HTTP method.
        public let method: String
        /// The path without the query.
        public let path: String
        /// The query as sent.
        public let query: String
        /// The answer's status.
        public let status: Int
        /// Who called; `nil` for an anonymous call.
        public let login: String?
    }

    /// The request log after a sequence number.
    public func requests(since seq: Int64 = 0) -> [Request] {
        world.requests.entries(since: seq).map {
            Request(seq: $0.seq, method: $0.method, path: $0.path, query: $0.query, status: $0.status, login: $0.login)
        }
    }
}
