internal import PluginABI

// The C side of the hooks. They stand at file scope: inside a type that is isolated to an actor Swift would isolate them
// too, and the process would die when the host's own thread calls them. Nothing may throw out of them.

func createInstance(
    _ plugin: UnsafePointer<sy_plugin>?, _ host: UnsafePointer<sy_host>?, _ call: OpaquePointer?,
    _ instance: UnsafeMutablePointer<UnsafeMutableRawPointer?>?
) -> Int32 {
    guard let context = plugin?.pointee.context, let host, let instance else { return SY_INVALID }
    let kind = Unmanaged<PluginKind>.fromOpaque(context).takeUnretainedValue()
    do {
        let made = PluginInstance(kind: kind, services: try HostServices(host))
        instance.pointee = Unmanaged.passRetained(made).toOpaque()
        return SY_OK
    } catch {
        return report(error, host.pointee, call)
    }
}

func destroyInstance(_ instance: UnsafeMutableRawPointer?) {
    guard let instance else { return }
    Unmanaged<PluginInstance>.fromOpaque(instance).release()
}

func startHook(_ instance: UnsafeMutableRawPointer?, _ call: OpaquePointer?) -> Int32 {
    run(instance, call) { plugin, host in
        try plugin.start(host)
        return nil
    }
}

func resyncHook(_ instance: UnsafeMutableRawPointer?, _ call: OpaquePointer?) -> Int32 {
    run(instance, call) { plugin, host in
        try plugin.resync(host)
        return nil
    }
}

func eventHook(_ instance: UnsafeMutableRawPointer?, _ call: OpaquePointer?, _ event: UnsafePointer<sy_event>?) -> Int32 {
    guard let event = copied(event, through: \sy_event.document) else { return SY_INVALID }
    return run(instance, call) { plugin, host in
        try plugin.event(Event(event), host)
        return nil
    }
}

func timerHook(_ instance: UnsafeMutableRawPointer?, _ call: OpaquePointer?, _ timer: UnsafePointer<sy_timer>?) -> Int32 {
    guard let timer = copied(timer, through: \sy_timer.name) else { return SY_INVALID }
    return run(instance, call) { plugin, host in
        let dueAt = Timestamp(milliseconds: timer.due_at)
        try plugin.timer(TimerFiring(name: timer.name.text ?? "", dueAt: dueAt), host)
        return nil
    }
}

func commandHook(
    _ instance: UnsafeMutableRawPointer?, _ call: OpaquePointer?, _ command: UnsafePointer<sy_command>?
) -> Int32 {
    guard let command = copied(command, through: \sy_command.comment_url) else { return SY_INVALID }
    return run(instance, call) { plugin, host in try plugin.command(CommandCall(command), host).document }
}

func authorizeHook(
    _ instance: UnsafeMutableRawPointer?, _ call: OpaquePointer?, _ request: UnsafePointer<sy_authorize>?
) -> Int32 {
    guard let request = copied(request, through: \sy_authorize.repository) else { return SY_INVALID }
    return run(instance, call) { plugin, host in
        let question = AuthorizeRequest(
            login: request.login.text ?? "", repository: request.repository.text ?? "", number: Int(request.number))
        return JSON(try plugin.authorize(question, host).sorted())
    }
}

func operationHook(
    _ instance: UnsafeMutableRawPointer?, _ call: OpaquePointer?, _ operation: UnsafePointer<sy_operation>?
) -> Int32 {
    guard let operation = copied(operation, through: \sy_operation.actor) else { return SY_INVALID }
    return run(instance, call) { plugin, host in
        let request = OperationCall(
            name: operation.name.text ?? "", parameters: try operation.parameters.document(), actor: operation.actor.text)
        return try plugin.operation(request, host)
    }
}

func queryHook(_ instance: UnsafeMutableRawPointer?, _ call: OpaquePointer?, _ query: UnsafePointer<sy_query>?) -> Int32 {
    guard let query = copied(query, through: \sy_query.role) else { return SY_INVALID }
    return run(instance, call) { plugin, host in
        let question = QueryCall(
            name: query.name.text ?? "", parameters: try query.parameters.document(), viewer: query.viewer.text,
            role: query.role.text ?? "public")
        return try plugin.query(question, host)
    }
}

func serviceHook(
    _ instance: UnsafeMutableRawPointer?, _ call: OpaquePointer?, _ request: UnsafePointer<sy_service_call>?
) -> Int32 {
    guard let request = copied(request, through: \sy_service_call.caller) else { return SY_INVALID }
    return run(instance, call) { plugin, host in
        let question = ServiceCall(
            service: request.service.text ?? "", version: Int(request.version), method: request.method.text ?? "",
            argument: try request.argument.document(), caller: request.caller.text ?? "")
        return try plugin.service(question, host)
    }
}

/// Runs a hook; what it throws becomes a status and a message, what it answers is copied by the host.
private func run(
    _ instance: UnsafeMutableRawPointer?, _ call: OpaquePointer?, _ body: (any Plugin, Host) throws -> JSON?
) -> Int32 {
    guard let instance, let call else { return SY_INVALID }
    let owner = Unmanaged<PluginInstance>.fromOpaque(instance).takeUnretainedValue()
    let host = Host(services: owner.services, call: call, prefix: owner.prefix)
    defer { host.close() }
    do {
        guard let answer = try body(owner.plugin, host) else { return SY_OK }
        let arena = Arena()
        defer { arena.end() }
        return owner.services.host.result?(call, arena.bytes(answer)) ?? SY_UNSUPPORTED
    } catch {
        return report(error, owner.services.host, call)
    }
}

private func report(_ error: any Error, _ host: sy_host, _ call: OpaquePointer?) -> Int32 {
    let failure = PluginError(wrapping: error)
    let arena = Arena()
    defer { arena.end() }
    return host.fail?(call, failure.code.status, arena.bytes(failure.message)) ?? failure.code.status
}

extension Event {
    /// Copies an event that crossed the boundary.
    init(_ event: sy_event) {
        self.init(
            seq: event.seq, kind: event.kind.text ?? "", time: Timestamp(milliseconds: event.time),
            repository: event.repository.text, number: event.number > 0 ? Int(event.number) : nil, actor: event.actor.text,
            sha: event.sha.text, documentBytes: event.document.copy)
    }
}

extension CommandCall {
    /// Copies a command that crossed the boundary.
    init(_ command: sy_command) throws {
        let comment = Comment(
            key: command.comment_key.text ?? "", createdAt: Timestamp(milliseconds: command.comment_created_at),
            commitID: command.comment_commit.text, url: command.comment_url.text)
        let roles = try command.roles.document().array ?? []
        self.init(
            id: command.id.text ?? "", text: command.text.text ?? "", arguments: try command.arguments.document(),
            repository: command.repository.text ?? "", number: Int(command.number), author: command.author.text ?? "",
            comment: comment, roles: Set(roles.compactMap(\.string)))
    }
}
