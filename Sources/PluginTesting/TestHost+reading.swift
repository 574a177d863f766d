public import PluginAPI
internal import PluginBridge

extension TestHost {
    // MARK: Reading

    /// The effects that were requested and not taken yet, in order.
    public var effects: [RequestedEffect] { record.effects }

    /// Returns the requested effects and forgets them; only those of one kind, if given.
    public func takeEffects(_ kind: String? = nil) -> [RequestedEffect] {
        let taken = record.effects.filter { kind == nil || $0.kind == kind }
        record.effects.removeAll { kind == nil || $0.kind == kind }
        return taken
    }

    /// The messages that were sent and not taken yet, in order.
    public var replies: [SentReply] { record.replies }

    /// Returns the sent messages and forgets them.
    public func takeReplies() -> [SentReply] {
        defer { record.replies = [] }
        return record.replies
    }

    /// The audit trail.
    public var journal: [JournalLine] { record.journal }

    /// The events that plugins emitted, in order.
    public var emitted: [Event] { record.emitted }

    /// The timers that are set, in the order in which they would fire.
    public var timers: [SetTimer] {
        let order = { (timer: SetTimer) in
            self.plugins.first { $0.manifest.id == timer.plugin }?.manifest.timers.first { $0.name == timer.name }?.sequence ?? 0
        }
        return record.timers.sorted { ($0.dueAt, order($0), $0.name) < ($1.dueAt, order($1), $1.name) }
    }

    /// Returns the rows of any statement, without the rules for plugins.
    ///
    /// - Throws: ``PluginError`` with code `invalid` if SQLite refuses the text.
    @discardableResult
    public func sql(_ sql: String, _ arguments: (any SQLConvertible)?...) throws -> [Row] {
        try run(sql, arguments.map { $0?.sqlValue ?? .null })
    }

    func run(_ sql: String, _ arguments: [SQLValue]) throws -> [Row] {
        let answer = try database.run(sql, arguments, prefix: nil, mustRead: false)
        guard !answer.columns.isEmpty else { return [] }
        let columns = Row.Columns(names: answer.columns)
        return stride(from: 0, to: answer.values.count, by: answer.columns.count).map { start in
            Row(columns: columns, values: Array(answer.values[start..<start + answer.columns.count]))
        }
    }
}
