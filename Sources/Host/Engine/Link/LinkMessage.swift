import PluginAPI
package import Store

/// What two processes exchange over the link: a number that matches an answer to its question, and the content.
package struct LinkMessage: Sendable, Hashable {
    /// The question's number, which its answer repeats.
    package var number: Int64
    package var content: Content

    package init(_ number: Int64, _ content: Content) {
        self.number = number
        self.content = content
    }

    /// Questions go to the runner, answers come back.
    package enum Content: Sendable, Hashable {
        /// Use these settings, load the plugins, start them; a JSON document.
        case open(settings: String)
        /// Apply an event, unless the one before it was not applied, and without certain plugins; the value is the reason.
        case apply(LoggedEvent, after: Int64?, setAside: [String: String])
        /// Query a plugin.
        case query(plugin: String, QuestionText)
        /// Shut down: finish what is being applied, then exit.
        case stop

        /// What was loaded; a JSON document.
        case opened(report: String)
        /// Nothing was loaded, because a plugin said in a hook that it cannot work.
        case notStarted(plugin: String, hook: String, reason: String)
        case applied(seq: Int64, effects: [StoredEffect], answer: OperationAnswer?)
        /// The document of a query or an operation.
        case answered(document: String)
        /// A failure; the kind as in ``SupervisionError`` or the SDK's codes.
        case refused(code: Int64, message: String)
    }

    /// A query and its texts.
    package struct QuestionText: Sendable, Hashable {
        package var name: String
        package var parameters: String
        package var viewer: String?
        package var role: String

        package init(name: String, parameters: String, viewer: String?, role: String) {
            self.name = name
            self.parameters = parameters
            self.viewer = viewer
            self.role = role
        }
    }
}

// MARK: As bytes

extension LinkMessage {
    /// The largest message, in bytes: an escaped delivery of 25 MB fits.
    package static let sizeLimit = 256 * 1024 * 1024

    /// The message as bytes, without its length.
    package var bytes: [UInt8] {
        var writer = WireWriter()
        writer.put(number)
        switch content {
        case .open(let settings):
            writer.put(UInt8(1))
            writer.put(settings)
        case .apply(let event, let previous, let setAside):
            writer.put(UInt8(2))
            Self.put(event, &writer)
            writer.put(previous) { $0.put($1) }
            writer.put(list: setAside.sorted { $0.key < $1.key }) { writer, pair in
                writer.put(pair.key)
                writer.put(pair.value)
            }
        case .query(let plugin, let question):
            writer.put(UInt8(3))
            for text in [plugin, question.name, question.parameters, question.role] { writer.put(text) }
            writer.put(question.viewer)
        case .stop: writer.put(UInt8(4))
        case .opened(let report):
            writer.put(UInt8(11))
            writer.put(report)
        case .notStarted(let plugin, let hook, let reason):
            writer.put(UInt8(15))
            for text in [plugin, hook, reason] { writer.put(text) }
        case .applied(let seq, let effects, let answer):
            writer.put(UInt8(12))
            writer.put(seq)
            writer.put(list: effects) { Self.put($1, &$0) }
            writer.put(answer) { Self.put($1, &$0) }
        case .answered(let document):
            writer.put(UInt8(13))
            writer.put(document)
        case .refused(let code, let message):
            writer.put(UInt8(14))
            writer.put(code)
            writer.put(message)
        }
        return writer.bytes
    }

    /// Parses a message.
    /// - Throws: ``SupervisionError`` `malformed` for anything that is not a message.
    package init(reading bytes: ArraySlice<UInt8>) throws(SupervisionError) {
        var reader = WireReader(bytes)
        number = try reader.int64()
        content = try Self.content(try reader.byte(), &reader)
        try reader.end()
    }

    private static func content(_ kind: UInt8, _ reader: inout WireReader) throws(SupervisionError) -> Content {
        switch kind {
        case 1: return .open(settings: try reader.string())
        case 2:
            let event = try event(&reader)
            let previous = try reader.optional { reader throws(SupervisionError) in try reader.int64() }
            let pairs = try reader.list { reader throws(SupervisionError) in (try reader.string(), try reader.string()) }
            return .apply(event, after: previous, setAside: Dictionary(pairs, uniquingKeysWith: { _, last in last }))
        case 3:
            let texts = [try reader.string(), try reader.string(), try reader.string(), try reader.string()]
            let question = QuestionText(name: texts[1], parameters: texts[2], viewer: try reader.optionalString(), role: texts[3])
            return .query(plugin: texts[0], question)
        case 4: return .stop
        case 11: return .opened(report: try reader.string())
        case 12:
            return .applied(
                seq: try reader.int64(), effects: try reader.list { reader throws(SupervisionError) in try effect(&reader) },
                answer: try reader.optional { reader throws(SupervisionError) in try answer(&reader) })
        case 13: return .answered(document: try reader.string())
        case 14: return .refused(code: try reader.int64(), message: try reader.string())
        case 15: return .notStarted(plugin: try reader.string(), hook: try reader.string(), reason: try reader.string())
        default: throw SupervisionError(.malformed, "\(kind) is not a kind of message")
        }
    }

    // MARK: Parts

    private static func put(_ event: LoggedEvent, _ writer: inout WireWriter) {
        writer.put(event.seq)
        let entry = event.entry
        for text in [entry.source, entry.delivery, entry.kind] { writer.put(text) }
        writer.put(entry.time)
        writer.put(entry.repository)
        writer.put(entry.number)
        writer.put(entry.actor)
        writer.put(entry.sha)
        writer.put(entry.document)
    }

    private static func event(_ reader: inout WireReader) throws(SupervisionError) -> LoggedEvent {
        LoggedEvent(
            seq: try reader.int64(),
            entry: InboxEntry(
                source: try reader.string(), delivery: try reader.string(), kind: try reader.string(), time: try reader.int64(),
                repository: try reader.optionalString(), number: try reader.optionalInt(), actor: try reader.optionalString(),
                sha: try reader.optionalString(), document: try reader.string()))
    }

    private static func put(_ effect: StoredEffect, _ writer: inout WireWriter) {
        writer.put(effect.event)
        writer.put(effect.position)
        for text in [effect.plugin, effect.kind, effect.identity, effect.repository] { writer.put(text) }
        writer.put(effect.number)
        for text in [effect.orderKey, effect.payload, effect.context] { writer.put(text) }
        writer.put(effect.createdAt)
    }

    private static func effect(_ reader: inout WireReader) throws(SupervisionError) -> StoredEffect {
        StoredEffect(
            event: try reader.int64(), position: try reader.int(), plugin: try reader.string(), kind: try reader.string(),
            identity: try reader.string(), repository: try reader.string(), number: try reader.optionalInt(),
            orderKey: try reader.string(), payload: try reader.string(), context: try reader.string(), createdAt: try reader.int64())
    }

    private static func put(_ answer: OperationAnswer, _ writer: inout WireWriter) {
        switch answer {
        case .document(let document):
            writer.put(UInt8(1))
            writer.put(document.text)
        case .problem(let status, let message, let field):
            writer.put(UInt8(2))
            writer.put(status)
            writer.put(message)
            writer.put(field)
        }
    }

    private static func answer(_ reader: inout WireReader) throws(SupervisionError) -> OperationAnswer {
        switch try reader.byte() {
        case 1:
            let text = try reader.string()
            guard let document = try? JSON(parsing: text) else {
                throw SupervisionError(.malformed, "an answer's document is not JSON")
            }
            return .document(document)
        case 2:
            return .problem(status: try reader.int(), message: try reader.string(), field: try reader.optionalString())
        case let kind: throw SupervisionError(.malformed, "\(kind) is not a kind of answer")
        }
    }
}
