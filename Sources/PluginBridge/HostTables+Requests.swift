import PluginABI
import PluginAPI
import PluginRules

func storeExecute(
    _ call: OpaquePointer?, _ sql: sy_bytes, _ arguments: UnsafePointer<sy_value>?, _ count: UInt64,
    _ changes: UnsafeMutablePointer<Int64>?
) -> Int32 {
    answer(call, "execute", in: [.apply]) { frame in
        let values = try copies(arguments, count)
        changes?.pointee = 0
        let count = try frame.host.execute(sql.text ?? "", values)
        changes?.pointee = Int64(count)
    }
}

func storeQuery(
    _ call: OpaquePointer?, _ sql: sy_bytes, _ arguments: UnsafePointer<sy_value>?, _ count: UInt64,
    _ rows: UnsafeMutablePointer<UnsafePointer<sy_rows>?>?
) -> Int32 {
    answer(call, "query", in: [.apply, .query]) { frame in
        let values = try copies(arguments, count)
        rows?.pointee = frame.lend(try frame.host.query(sql.text ?? "", values))
    }
}

func storeRelease(_ call: OpaquePointer?, _ rows: UnsafePointer<sy_rows>?) -> Int32 {
    answer(call, "release", in: [.apply, .query]) { frame in
        if let rows { try frame.release(UnsafeRawPointer(rows)) }
    }
}

func storeLastInsertedID(_ call: OpaquePointer?, _ id: UnsafeMutablePointer<Int64>?) -> Int32 {
    answer(call, "last_inserted_id", in: [.apply]) { id?.pointee = try $0.host.lastInsertedID() }
}

func requestEffect(
    _ call: OpaquePointer?, _ request: UnsafePointer<sy_effect>?, _ id: UnsafeMutablePointer<sy_bytes>?
) -> Int32 {
    answer(call, "an effect", in: [.apply]) { frame in
        let request = try whole(request, through: \sy_effect.context)
        let context = request.context.data == nil ? [:] : try object(request.context, "context")
        let effect = Effect(
            try required(request.kind, "kind"), repository: try required(request.repository, "repository"),
            number: number(request.number), payload: try object(request.payload, "payload"), context: context,
            identity: request.identity.text, orderKey: request.order_key.text)
        let answer = try frame.host.effect(effect)
        id?.pointee = frame.arena.bytes(answer)
    }
}

func requestTimer(_ call: OpaquePointer?, _ name: sy_bytes, _ time: Int64) -> Int32 {
    answer(call, "a timer", in: [.apply]) { frame in
        let name = try required(name, "name")
        guard frame.manifest.timers.contains(where: { $0.name == name }) else {
            throw PluginError(.notFound, "the manifest of '\(frame.manifest.id)' has no timer '\(name)'; add it to timers")
        }
        guard time <= BridgeLimits.lastTime else {
            throw PluginError(.invalid, "\(time) is not a time: give milliseconds since 1970, up to the year 9999")
        }
        try frame.host.setTimer(name, at: Timestamp(milliseconds: max(time, 0)))
    }
}

func requestEmission(_ call: OpaquePointer?, _ request: UnsafePointer<sy_emission>?) -> Int32 {
    answer(call, "an emission", in: [.apply]) { frame in
        let request = try whole(request, through: \sy_emission.document)
        var kind = try required(request.kind, "kind")
        if !kind.contains(".") { kind = ScopedName.full(kind, of: frame.manifest.id) }
        guard ScopedName.bare(kind, of: frame.manifest.id) != nil else {
            throw PluginError(
                .forbidden, "the plugin '\(frame.manifest.id)' emits kinds that start with '\(frame.manifest.id).', not '\(kind)'")
        }
        let document = request.document.data == nil ? [:] : try object(request.document, "document")
        try frame.host.emit(
            Emission(
                kind: kind, repository: request.repository.text, number: number(request.number), sha: request.sha.text,
                document: document))
    }
}

func requestJournal(_ call: OpaquePointer?, _ request: UnsafePointer<sy_journal>?) -> Int32 {
    answer(call, "a journal entry", in: [.apply]) { frame in
        let request = try whole(request, through: \sy_journal.note)
        try frame.host.journal(
            JournalEntry(
                entity: try required(request.entity, "entity"), id: try required(request.id, "id"),
                field: try required(request.field, "field"), old: try document(request.old_value, "old_value"),
                new: try document(request.new_value, "new_value"), note: request.note.text))
    }
}

func requestReply(_ call: OpaquePointer?, _ request: UnsafePointer<sy_reply>?) -> Int32 {
    answer(call, "a reply", in: [.apply]) { frame in
        let request = try whole(request, through: \sy_reply.repository)
        let id = frame.manifest.id
        let code = ScopedName.full(try required(request.code, "code"), of: id)
        guard frame.manifest.messages.contains(where: { ScopedName.full($0.code, of: id) == code }) else {
            throw PluginError(.notFound, "the manifest of '\(frame.manifest.id)' has no message '\(code)'; add it to messages")
        }
        let parameters = request.parameters.data == nil ? [:] : try object(request.parameters, "parameters")
        guard let number = number(request.number) else { throw PluginError(.invalid, "a reply needs a pull request") }
        try frame.host.reply(
            Reply(
                code: code, parameters: parameters, repository: try required(request.repository, "repository"), number: number))
    }
}

/// The arguments of a statement.
private func copies(_ arguments: UnsafePointer<sy_value>?, _ count: UInt64) throws -> [SQLValue] {
    guard let arguments else { return [] }
    guard count <= BridgeLimits.arguments else {
        throw PluginError(.invalid, "a statement takes \(BridgeLimits.arguments) arguments, not \(count)")
    }
    return UnsafeBufferPointer(start: arguments, count: Int(count)).map(\.value)
}

/// The struct, if it is at least as long as in ABI 1.0.
private func whole<Request: BitwiseCopyable, Member>(
    _ request: UnsafePointer<Request>?, through last: KeyPath<Request, Member>
) throws -> Request {
    guard let request = copied(request, through: last) else {
        throw PluginError(.invalid, "the struct \(Request.self) is missing or its size is not set")
    }
    return request
}

private func required(_ bytes: sy_bytes, _ name: String) throws -> String {
    guard let text = bytes.text, !text.isEmpty else { throw PluginError(.invalid, "\(name) is missing") }
    return text
}

private func number(_ value: Int64) -> Int? { value > 0 ? Int(value) : nil }

private func document(_ bytes: sy_bytes, _ name: String) throws -> JSON {
    if bytes.data == nil { return .null }
    do { return try bytes.document() } catch let error as JSONError {
        throw PluginError(.invalid, "\(name) is not a JSON document: \(error)")
    }
}

private func object(_ bytes: sy_bytes, _ name: String) throws -> JSON {
    let value = try document(bytes, name)
    guard value.object != nil else { throw PluginError(.invalid, "\(name) is not a JSON object") }
    return value
}
