internal import PluginABI

extension Host {
    /// Asks for an effect. It runs after the transaction; what came of it is an `effect.outcome` event.
    ///
    /// - Returns: the effect's identity, `SEQ.INDEX`. The same event applied again asks for the same identity.
    /// - Throws: ``PluginError`` with code `invalid` for a payload that the kind does not take. What is not granted comes
    ///   back as an outcome.
    @discardableResult
    public func effect(_ effect: Effect) throws -> String {
        let arena = Arena()
        defer { arena.end() }
        var request = sy_effect()
        request.size = UInt64(MemoryLayout<sy_effect>.size)
        request.number = Int64(effect.number ?? 0)
        request.kind = arena.bytes(effect.kind)
        request.identity = arena.bytes(effect.identity)
        request.repository = arena.bytes(effect.repository)
        request.order_key = arena.bytes(effect.orderKey)
        request.payload = arena.bytes(effect.payload)
        request.context = arena.bytes(effect.context)
        var id = sy_bytes()
        try check(services.requests.effect?(call, &request, &id))
        return id.text ?? ""
    }

    /// Wakes the plugin at that time, or as soon as possible with nil; of several times for one name the earliest wins.
    ///
    /// - Throws: ``PluginError`` with code `notFound` if the manifest has no such timer.
    public func setTimer(_ name: String, at time: Timestamp? = nil) throws {
        let arena = Arena()
        defer { arena.end() }
        try check(services.requests.set_timer?(call, arena.bytes(name), time?.milliseconds ?? 0))
    }

    /// Emits a derived event: delivered in this transaction after the hook returns, first in first out.
    ///
    /// - Parameter kind: starts with the plugin's id and a dot.
    /// - Throws: ``PluginError``: `forbidden` for a kind of another plugin, `conflict` past 10,000 in one event.
    public func emit(
        _ kind: String, repository: String? = nil, number: Int? = nil, sha: String? = nil, document: JSON = [:]
    ) throws {
        let arena = Arena()
        defer { arena.end() }
        var request = sy_emission()
        request.size = UInt64(MemoryLayout<sy_emission>.size)
        request.number = Int64(number ?? 0)
        request.kind = arena.bytes(kind)
        request.repository = arena.bytes(repository)
        request.sha = arena.bytes(sha)
        request.document = arena.bytes(document)
        try check(services.requests.emit?(call, &request))
    }

    /// Writes a line of the audit trail.
    ///
    /// - Parameters:
    ///   - entity: what kind of thing changed, for example `pull_request`.
    ///   - id: which one, for example `acme/web#12`.
    /// - Throws: ``PluginError``.
    public func journal(entity: String, id: String, field: String, old: JSON, new: JSON, note: String? = nil) throws {
        let arena = Arena()
        defer { arena.end() }
        var request = sy_journal()
        request.size = UInt64(MemoryLayout<sy_journal>.size)
        request.entity = arena.bytes(entity)
        request.id = arena.bytes(id)
        request.field = arena.bytes(field)
        request.old_value = arena.bytes(old)
        request.new_value = arena.bytes(new)
        request.note = arena.bytes(note)
        try check(services.requests.journal?(call, &request))
    }

    /// Sends a message of the catalogue as a comment; the host renders, escapes and records it.
    ///
    /// - Parameters:
    ///   - code: of the manifest's messages.
    ///   - parameters: what the placeholders stand for.
    /// - Throws: ``PluginError`` with code `notFound` for an unknown code.
    public func reply(_ code: String, _ parameters: [String: JSON] = [:], repository: String, number: Int) throws {
        let arena = Arena()
        defer { arena.end() }
        var request = sy_reply()
        request.size = UInt64(MemoryLayout<sy_reply>.size)
        request.number = Int64(number)
        request.code = arena.bytes(code)
        request.parameters = arena.bytes(JSON.object(parameters))
        request.repository = arena.bytes(repository)
        try check(services.requests.reply?(call, &request))
    }
}
