public import PluginAPI
internal import PluginBridge
internal import PluginRules

extension TestHost {
    // MARK: Acting

    /// Delivers an event to the plugins that subscribe to its kind, and then the events that they emit.
    ///
    /// Does not change the mirror: change it first, as the host does.
    ///
    /// - Throws: ``PluginError`` that a hook threw; everything is then rolled back.
    public func deliver(
        _ kind: String, repository: String? = nil, number: Int? = nil, actor: String? = nil, sha: String? = nil,
        document: JSON = [:]
    ) throws {
        try transaction {
            record.waiting.append(
                Event(
                    seq: record.seq, kind: kind, time: now, repository: repository, number: number, actor: actor, sha: sha,
                    document: document))
        }
    }

    /// Delivers the outcome "done" of an effect to the plugin that requested it.
    ///
    /// - Throws: ``PluginError`` that the hook threw.
    public func finish(_ effect: RequestedEffect, result: JSON = [:]) throws {
        try outcome(effect, ["state": "done", "result": result])
    }

    /// Delivers the outcome "failed" of an effect to the plugin that requested it.
    ///
    /// - Throws: ``PluginError`` that the hook threw.
    public func fail(_ effect: RequestedEffect, code: String, message: String = "", result: JSON = [:]) throws {
        let document: JSON = ["state": "failed", "code": .string(code), "message": .string(message), "result": result]
        try outcome(effect, document)
    }

    func outcome(_ effect: RequestedEffect, _ part: JSON) throws {
        var document = part
        document["effect"] = .string(effect.id)
        document["plugin"] = .string(effect.plugin)
        document["kind"] = .string(effect.kind)
        document["context"] = effect.effect.context
        let plugin = try plugin(effect.plugin)
        guard plugin.manifest.events.contains(where: { Event.matches(kind: "effect.outcome", subscription: $0) }) else { return }
        try transaction {
            let event = Event(
                seq: record.seq, kind: "effect.outcome", time: now, repository: effect.effect.repository,
                number: effect.effect.number, document: document)
            try plugin.event(event, calls(plugin))
        }
    }

    /// Runs an operator's request of the plugin (the first one without an id).
    ///
    /// - Throws: ``PluginError`` that the hook threw.
    public func operation(
        _ name: String, _ parameters: JSON = [:], actor: String? = "operator", plugin id: String? = nil
    ) throws -> JSON {
        let plugin = try plugin(id)
        let call = OperationCall(name: name, parameters: parameters, actor: actor)
        let checked: OperationCall
        do { checked = try RequestRules.reading(call, of: plugin.manifest) } catch {
            throw PluginError(.invalid, error.field.isEmpty ? error.message : "\(error.field): \(error.message)")
        }
        return try transaction {
            try plugin.operation(checked, calls(plugin))
        }
    }

    /// Queries the plugin (the first one without an id).
    ///
    /// - Throws: ``PluginError`` that the hook threw.
    public func query(
        _ name: String, _ parameters: JSON = [:], viewer: String? = nil, role: String = "public", plugin id: String? = nil
    ) throws -> JSON {
        let plugin = try plugin(id)
        return try plugin.query(QueryCall(name: name, parameters: parameters, viewer: viewer, role: role), calls(plugin))
    }

    /// Calls a service that a plugin of this host provides.
    ///
    /// - Throws: ``PluginError``: `notFound` if no plugin provides it, otherwise what the hook threw.
    public func call(service: ServiceID, method: String, _ argument: JSON = [:], from caller: String = "test") throws -> JSON {
        try transaction { try route(service, method: method, argument, caller: caller) }
    }

    /// Stubs a service that no plugin of this host provides.
    public func provide(_ service: ServiceID, _ answer: @escaping (_ method: String, _ argument: JSON) throws -> JSON) {
        fakes[service] = answer
    }

    func route(_ service: ServiceID, method: String, _ argument: JSON, caller: String) throws -> JSON {
        if let fake = fakes[service] { return try fake(method, argument) }
        guard let plugin = plugins.first(where: { $0.manifest.services.contains(service) }) else {
            throw PluginError(.notFound, "no loaded plugin provides \(service)")
        }
        let call = ServiceCall(
            service: service.name, version: service.version, method: method, argument: argument, caller: caller)
        return try plugin.service(call, calls(plugin))
    }

    /// Starts the plugins again on the same database, as a restart of the host does.
    ///
    /// - Throws: ``PluginError`` that a plugin's `start` threw.
    public func restart() throws {
        try transaction { for plugin in plugins { try plugin.start(calls(plugin)) } }
    }

    /// Tells the plugins to rebuild their tables from the mirror.
    ///
    /// - Throws: ``PluginError`` that a hook threw.
    public func resync() throws {
        try transaction { for plugin in plugins { try plugin.resync(calls(plugin)) } }
    }

    /// Moves the clock, and fires the timers that become due on the way, each at its own time.
    ///
    /// - Throws: ``PluginError`` that a hook threw.
    public func advance(seconds: Int64) throws {
        let end = now.adding(seconds: seconds)
        while let next = timers.first(where: { $0.dueAt <= end }) {
            now = max(now, next.dueAt)
            try fire(next)
        }
        now = end
    }

    /// Fires the timers that are due now.
    ///
    /// - Throws: ``PluginError`` that a hook threw.
    public func fireTimers() throws { try advance(seconds: 0) }

    private func fire(_ timer: SetTimer) throws {
        let plugin = try plugin(timer.plugin)
        let declaration = plugin.manifest.timers.first { $0.name == timer.name }
        try transaction {
            record.timers.removeAll { $0 == timer }
            if let period = declaration?.periodSeconds {
                let next = now.adding(seconds: Int64(max(period, 1)))
                record.timers.append(SetTimer(plugin: timer.plugin, name: timer.name, dueAt: next))
            }
            try plugin.timer(TimerFiring(name: timer.name, dueAt: timer.dueAt), calls(plugin))
        }
    }

    func plugin(_ id: String?) throws -> BridgedPlugin {
        guard let plugin = plugins.first(where: { id == nil || $0.manifest.id == id }) else {
            throw PluginError(.notFound, "this test host has no plugin '\(id ?? "")'")
        }
        return plugin
    }
}
