internal import PluginAPI
internal import PluginBridge
internal import PluginRules

/// The host calls of one plugin on a test host.
final class TestCalls: HostCalls {
    private let host: TestHost
    private let manifest: Manifest

    init(host: TestHost, manifest: Manifest) {
        self.host = host
        self.manifest = manifest
    }

    private var prefix: String { "\(manifest.prefix)_" }

    var now: Timestamp { host.now }

    func random() -> UInt64 {
        // SplitMix64 of the event's number: the same event gives the same bits.
        host.record.randomOfEvent += 1
        var bits = UInt64(bitPattern: host.record.seq) &* 0x9E37_79B9_7F4A_7C15 &+ host.record.randomOfEvent
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return bits ^ (bits >> 31)
    }

    func configuration() throws -> JSON { try host.configuration(of: manifest) }

    func execute(_ sql: String, _ arguments: [SQLValue]) throws -> Int {
        try host.database.run(sql, arguments, prefix: prefix, mustRead: false).changes
    }

    func query(_ sql: String, _ arguments: [SQLValue]) throws -> SQLTable {
        let answer = try host.database.run(sql, arguments, prefix: prefix, mustRead: true)
        return SQLTable(columns: answer.columns, values: answer.values)
    }

    func lastInsertedID() -> Int64 { host.database.lastInsertedID }

    func effect(_ effect: Effect) throws -> String {
        // The host would answer with an outcome "refused"; a test learns more from getting the reason at once.
        guard manifest.effects.contains(effect.kind) else {
            throw PluginError(.forbidden, "the manifest of '\(manifest.id)' does not list the effect '\(effect.kind)'; add it to effects")
        }
        if let problem = RequestRules.problem(with: effect) { throw problem }
        host.record.effectsOfEvent += 1
        let id = "\(host.record.seq).\(host.record.effectsOfEvent - 1)"
        host.record.effects.append(RequestedEffect(id: id, plugin: manifest.id, effect: effect))
        return id
    }

    func setTimer(_ name: String, at time: Timestamp) {
        let due = max(time, host.now)
        let isSame = { [id = manifest.id] (timer: SetTimer) in timer.plugin == id && timer.name == name }
        if let known = host.record.timers.first(where: isSame), known.dueAt <= due { return }
        host.record.timers.removeAll(where: isSame)
        host.record.timers.append(SetTimer(plugin: manifest.id, name: name, dueAt: due))
    }

    func emit(_ emission: Emission) throws {
        host.record.emissionsOfEvent += 1
        guard host.record.emissionsOfEvent <= 10_000 else {
            throw PluginError(.conflict, "more than 10,000 derived events in one event; look for a circle")
        }
        let event = Event(
            seq: host.record.seq, kind: emission.kind, time: host.now, repository: emission.repository,
            number: emission.number, sha: emission.sha, document: emission.document)
        host.record.waiting.append(event)
        host.record.emitted.append(event)
    }

    func journal(_ entry: JournalEntry) {
        host.record.journal.append(
            JournalLine(
                plugin: manifest.id, entity: entry.entity, id: entry.id, field: entry.field, old: entry.old, new: entry.new,
                note: entry.note))
    }

    func reply(_ reply: Reply) throws {
        guard let entry = host.catalogue.entry(reply.code, of: manifest.id) else {
            let hint = host.catalogue.suggestion(for: reply.code, of: manifest.id).map { "; did you mean \($0)?" } ?? ""
            throw PluginError(.notFound, "\(manifest.id) has no message \(reply.code)\(hint)")
        }
        let rendered = try MessageRenderer(botName: host.botName).render(entry, reply.parameters.object ?? [:])
        host.record.replies.append(
            SentReply(
                code: entry.code, parameters: reply.parameters, repository: reply.repository, number: reply.number,
                text: rendered.text))
    }

    func callService(_ service: ServiceID, method: String, _ argument: JSON) throws -> JSON {
        try host.route(service, method: method, argument, caller: manifest.id)
    }

    func person(_ login: String) throws -> Person? { try host.person(login) }

    func log(_ level: LogLevel, _ message: String, _ metadata: [String: String]) {
        host.log.append(LogLine(plugin: manifest.id, level: level, message: message, metadata: metadata))
    }
}
