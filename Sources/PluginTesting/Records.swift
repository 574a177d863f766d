public import PluginAPI

/// An effect that a plugin requested.
public struct RequestedEffect: Sendable {
    /// Identity, `SEQ.INDEX`.
    public let id: String
    /// Id of the plugin that requested it.
    public let plugin: String
    /// The request.
    public let effect: Effect

    /// Kind of the effect.
    public var kind: String { effect.kind }
    /// The payload for that kind.
    public var payload: JSON { effect.payload }
}

/// A message that a plugin sent.
public struct SentReply: Sendable, Hashable {
    /// Code in the plugin's manifest.
    public let code: String
    /// The values of the placeholders; an object.
    public let parameters: JSON
    /// `owner/name`.
    public let repository: String
    /// Number of the pull request.
    public let number: Int
    /// The template with the placeholders filled in; not escaped.
    public let text: String
}

/// A line of the audit trail that a plugin wrote.
public struct JournalLine: Sendable, Hashable {
    /// Id of the plugin.
    public let plugin: String
    /// What kind of thing changed.
    public let entity: String
    /// Which one.
    public let id: String
    /// What of it.
    public let field: String
    /// The old value.
    public let old: JSON
    /// The new value.
    public let new: JSON
    /// Why.
    public let note: String?
}

/// A line of the log that a plugin wrote.
public struct LogLine: Sendable, Hashable {
    /// Id of the plugin.
    public let plugin: String
    /// The severity.
    public let level: LogLevel
    /// The constant message.
    public let message: String
    /// The data.
    public let metadata: [String: String]
}

/// A timer that is set.
public struct SetTimer: Sendable, Hashable {
    /// Id of the plugin.
    public let plugin: String
    /// Name in its manifest.
    public let name: String
    /// When it is due.
    public let dueAt: Timestamp
}

/// What hooks requested: rolled back, together with the database, if an event fails.
struct Record {
    var seq: Int64 = 0
    var effects: [RequestedEffect] = []
    var replies: [SentReply] = []
    var journal: [JournalLine] = []
    var emitted: [Event] = []
    var timers: [SetTimer] = []
    var waiting: [Event] = []
    var effectsOfEvent = 0
    var emissionsOfEvent = 0
    var randomOfEvent: UInt64 = 0
}
