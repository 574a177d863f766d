import GRDB

/// A webhook of a repository.
struct Hook: Record {
    static let databaseTableName = "hooks"

    let id: Int64
    var repositoryID: Int64
    var url: String
    /// `json` or `form`.
    var contentType: String
    var secret: String?
    var insecureSSL: String
    /// Event names, separated by commas.
    var events: String
    var active: Bool
    /// Set through the control API: deliveries queue up.
    var paused: Bool
    var lastCode: Int?
    var lastStatus: String
    var lastMessage: String?
    var createdAt: Int64
    var updatedAt: Int64

    var eventNames: [String] { events.split(separator: ",").map(String.init) }

    func wants(_ event: String) -> Bool {
        event == "ping" || (active && (eventNames.contains("*") || eventNames.contains(event)))
    }
}

/// One delivery in the journal.
struct Delivery: Codable, FetchableRecord, PersistableRecord, Sendable {
    static let databaseTableName = "deliveries"

    let seq: Int64
    var guid: String
    var hookID: Int64
    var repositoryID: Int64
    var repository: String
    var event: String
    var action: String?
    /// `queued`, `delivered`, `failed` or `dropped`.
    var state: String
    var status: Int?
    var createdAt: Int64
    var deliveredAt: Int64?
    var payload: String
    var response: String?
    var redelivery: Bool
    /// What was sent and received: `{url, duration, status, request, response}` with headers, as JSON; `{}` before.
    var exchange = "{}"
}
