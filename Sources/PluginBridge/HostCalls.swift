package import PluginAPI

/// Everything that a hook can ask of a host, in Swift values.
///
/// The runner implements it on `state.db`, PluginTesting in memory. The bridge has already refused what the kind of hook
/// forbids (writes in a query), kinds, timers and messages that the manifest does not name, and calls that are closed. A
/// ``PluginError`` thrown here keeps its code across the boundary; any other error becomes `failed`.
package protocol HostCalls: AnyObject {
    /// The event's time, or that of the snapshot.
    var now: Timestamp { get }
    /// 64 bits that depend on the event, the plugin and how often it has asked.
    func random() throws -> UInt64
    /// The plugin's part of the configuration.
    func configuration() throws -> JSON

    /// Runs one statement and returns how many rows it changed.
    func execute(_ sql: String, _ arguments: [SQLValue]) throws -> Int
    /// Returns the rows of one statement that reads.
    func query(_ sql: String, _ arguments: [SQLValue]) throws -> SQLTable
    /// The rowid of the last insert in this transaction.
    func lastInsertedID() throws -> Int64

    /// Requests an effect and returns its id, `SEQ.INDEX`.
    func effect(_ effect: Effect) throws -> String
    /// Sets a timer of the plugin; the earliest time for a name wins.
    func setTimer(_ name: String, at time: Timestamp) throws
    /// Queues a derived event.
    func emit(_ emission: Emission) throws
    /// Writes a line of the audit trail.
    func journal(_ entry: JournalEntry) throws
    /// Renders a message and requests its comment.
    func reply(_ reply: Reply) throws

    /// Calls another plugin's service; `notFound` if none provides it.
    func callService(_ service: ServiceID, method: String, _ argument: JSON) throws -> JSON
    /// The person of that login, or nil.
    func person(_ login: String) throws -> Person?
    /// Writes a line to the log.
    func log(_ level: LogLevel, _ message: String, _ metadata: [String: String])
}

/// The rows that a query returned.
package struct SQLTable: Sendable, Equatable {
    /// Names of the columns.
    package let columns: [String]
    /// The values, row after row.
    package let values: [SQLValue]
    /// Number of rows.
    package let rowCount: Int

    /// Makes a table; the number of `values` must be a multiple of the number of columns.
    package init(columns: [String], values: [SQLValue]) {
        self.columns = columns
        self.values = values
        rowCount = columns.isEmpty ? 0 : values.count / columns.count
    }
}

/// A derived event that a plugin emits.
package struct Emission: Sendable, Equatable {
    /// Kind; starts with the plugin's id and a dot.
    package let kind: String
    /// `owner/name`.
    package let repository: String?
    /// Number of the pull request.
    package let number: Int?
    /// 40 hexadecimal digits.
    package let sha: String?
    /// An object.
    package let document: JSON
}

/// A line of the audit trail.
package struct JournalEntry: Sendable, Equatable {
    /// What kind of thing changed.
    package let entity: String
    /// Which one.
    package let id: String
    /// What of it.
    package let field: String
    /// The old value.
    package let old: JSON
    /// The new value.
    package let new: JSON
    /// Why.
    package let note: String?
}

/// A message from the catalogue, sent by a plugin.
package struct Reply: Sendable, Equatable {
    /// Code in the manifest.
    package let code: String
    /// The values of the placeholders; an object.
    package let parameters: JSON
    /// `owner/name`.
    package let repository: String
    /// Number of the pull request.
    package let number: Int
}
