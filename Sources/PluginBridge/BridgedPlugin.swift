import PluginABI
package import PluginAPI

/// An instance of a plugin with its hooks as Swift functions.
///
/// All hooks but ``query(_:_:)`` run on the apply thread, one after another. Each throws ``PluginError``: the plugin's own
/// code and message, or the bridge's complaint about its answer.
///
/// Unchecked: the instance belongs to the plugin, and the header demands that query may run beside another hook.
package final class BridgedPlugin: @unchecked Sendable {
    /// The manifest inside the library.
    package let manifest: Manifest
    private let hooks: sy_plugin
    private let instance: UnsafeMutableRawPointer?
    private let observer: (any HookObserver)?

    /// Makes an instance.
    ///
    /// - Parameters:
    ///   - host: receives what the plugin logs meanwhile.
    ///   - observer: is told of each hook.
    /// - Throws: ``PluginError`` if the plugin refuses.
    package init(_ plugin: PluginTable, host: any HostCalls, observer: (any HookObserver)? = nil) throws {
        manifest = plugin.manifest
        self.observer = observer
        observer?.hookBegins("create", of: plugin.manifest.id)
        defer { observer?.hookEnds() }
        hooks = plugin.hooks
        let pointer = plugin.pointer
        var made: UnsafeMutableRawPointer?
        _ = try Self.run("create", CallFrame(host: host, manifest: plugin.manifest, access: .load)) { call, _ in
            plugin.hooks.create?(pointer, HostTables.shared.host, call, &made) ?? SY_UNSUPPORTED
        }
        instance = made
    }

    deinit { hooks.destroy?(instance) }

    /// Creates and migrates the plugin's tables.
    package func start(_ host: any HostCalls) throws {
        guard let hook = hooks.start else { return }
        _ = try run("start", host) { call, _ in hook(self.instance, call) }
    }

    /// Rebuilds the plugin's tables from the mirror.
    package func resync(_ host: any HostCalls) throws {
        guard let hook = hooks.resync else { return }
        _ = try run("resync", host) { call, _ in hook(self.instance, call) }
    }

    /// Delivers an event.
    package func event(_ event: Event, _ host: any HostCalls) throws {
        guard let hook = hooks.event else { return }
        _ = try run("event", detail: event.kind, host) { call, arena in
            var request = sy_event(
                size: size(sy_event.self), seq: event.seq, time: event.time.milliseconds, number: Int64(event.number ?? 0),
                kind: arena.bytes(event.kind), repository: arena.bytes(event.repository), actor: arena.bytes(event.actor),
                sha: arena.bytes(event.sha), document: arena.bytes(event.documentBytes))
            return hook(self.instance, call, &request)
        }
    }

    /// Delivers a timer that is due.
    package func timer(_ timer: TimerFiring, _ host: any HostCalls) throws {
        guard let hook = hooks.timer else { return }
        _ = try run("timer", detail: timer.name, host) { call, arena in
            var request = sy_timer(
                size: size(sy_timer.self), due_at: timer.dueAt.milliseconds, name: arena.bytes(timer.name))
            return hook(self.instance, call, &request)
        }
    }

    /// Delivers a command.
    package func command(_ command: CommandCall, _ host: any HostCalls) throws -> CommandResult {
        let hook = try required(hooks.command, "command")
        let answer = try run("command", detail: command.id, host) { call, arena in
            var request = sy_command(
                size: size(sy_command.self), number: Int64(command.number),
                comment_created_at: command.comment.createdAt.milliseconds, id: arena.bytes(command.id),
                text: arena.bytes(command.text), arguments: arena.bytes(command.arguments),
                repository: arena.bytes(command.repository), author: arena.bytes(command.author),
                roles: arena.bytes(JSON(command.roles.sorted())), comment_key: arena.bytes(command.comment.key),
                comment_commit: arena.bytes(command.comment.commitID), comment_url: arena.bytes(command.comment.url))
            return hook(self.instance, call, &request)
        }
        return CommandResult(document: answer ?? [:])
    }

    /// Asks which roles the plugin gives a person.
    package func authorize(_ request: AuthorizeRequest, _ host: any HostCalls) throws -> Set<String> {
        guard let hook = hooks.authorize else { return [] }
        let answer = try run("authorize", host) { call, arena in
            var question = sy_authorize(
                size: size(sy_authorize.self), number: Int64(request.number), login: arena.bytes(request.login),
                repository: arena.bytes(request.repository))
            return hook(self.instance, call, &question)
        }
        guard let answer else { return [] }
        guard let roles = answer.array?.map(\.string), !roles.contains(nil) else {
            throw PluginError(.failed, "the hook 'authorize' of '\(manifest.id)' answered no list of roles")
        }
        return Set(roles.compactMap(\.self))
    }

    /// Delivers an operator's request.
    package func operation(_ operation: OperationCall, _ host: any HostCalls) throws -> JSON {
        let hook = try required(hooks.operation, "operation")
        return try run("operation", detail: operation.name, host) { call, arena in
            var request = sy_operation(
                size: size(sy_operation.self), name: arena.bytes(operation.name),
                parameters: arena.bytes(operation.parameters), actor: arena.bytes(operation.actor))
            return hook(self.instance, call, &request)
        } ?? .null
    }

    /// Queries the plugin; on any thread, with a host that reads a snapshot.
    package func query(_ query: QueryCall, _ host: any HostCalls) throws -> JSON {
        let hook = try required(hooks.query, "query")
        return try run("query", detail: query.name, host, .query) { call, arena in
            var request = sy_query(
                size: size(sy_query.self), name: arena.bytes(query.name), parameters: arena.bytes(query.parameters),
                viewer: arena.bytes(query.viewer), role: arena.bytes(query.role))
            return hook(self.instance, call, &request)
        } ?? .null
    }

    /// Delivers a call by another plugin.
    package func service(_ service: ServiceCall, _ host: any HostCalls) throws -> JSON {
        let hook = try required(hooks.service, "service")
        return try run("service", detail: service.method, host) { call, arena in
            var request = sy_service_call(
                size: size(sy_service_call.self), version: Int64(service.version), service: arena.bytes(service.service),
                method: arena.bytes(service.method), argument: arena.bytes(service.argument),
                caller: arena.bytes(service.caller))
            return hook(self.instance, call, &request)
        } ?? .null
    }

    private func required<Hook>(_ hook: Hook?, _ name: String) throws -> Hook {
        guard let hook else { throw PluginError(.unsupported, "the plugin '\(manifest.id)' has no \(name) hook") }
        return hook
    }

    private func run(
        _ hook: String, detail: String? = nil, _ host: any HostCalls, _ access: CallFrame.Access = .apply,
        _ body: (OpaquePointer, Arena) throws -> Int32
    ) throws -> JSON? {
        observer?.hookBegins(detail.map { "\(hook) \($0)" } ?? hook, of: manifest.id)
        defer { observer?.hookEnds() }
        return try Self.run(hook, CallFrame(host: host, manifest: manifest, access: access), body)
    }

    private static func run(
        _ hook: String, _ frame: CallFrame, _ body: (OpaquePointer, Arena) throws -> Int32
    ) throws -> JSON? {
        let arena = Arena()
        defer { arena.end() }
        let status = try OpenCalls.with(frame) { try body($0, arena) }
        if status == SY_OK { return frame.result }
        throw PluginError(PluginError.Code(status: status), frame.failure ?? reason(hook, status, frame))
    }

    /// The message for a hook that fails without one: the host's last error may be the reason.
    private static func reason(_ hook: String, _ status: Int32, _ frame: CallFrame) -> String {
        let sentence = "the hook '\(hook)' of '\(frame.manifest.id)' answered status \(status) without a reason"
        return frame.lastError.isEmpty ? sentence : "\(sentence); the host had told it: \(frame.lastError)"
    }
}

private func size<Value>(_ type: Value.Type) -> UInt64 { UInt64(MemoryLayout<Value>.size) }
