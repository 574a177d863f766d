/// What goes into the inbox: something that happened, before it has a place in the log.
package struct InboxEntry: Sendable, Hashable {
    /// Where it comes from: `forge:owner/name`, `operator`, `timer`, `effect`, `configuration`, `reconciler`.
    package var source: String
    /// Unique within the source: a second entry with the same id is dropped.
    package var delivery: String
    /// The kind of the event, such as `forge.status`.
    package var kind: String
    /// When it happened or arrived; milliseconds since 1970.
    package var time: Int64
    /// `owner/name`, if it concerns one repository.
    package var repository: String?
    /// The pull request's number, if it concerns one.
    package var number: Int?
    /// The login of the person who caused it.
    package var actor: String?
    /// The commit that it concerns, 40 hex digits.
    package var sha: String?
    /// The reduced document: a JSON object.
    package var document: String
    /// The bytes as received, kept for a while so that events can be decoded again after a decoder is fixed.
    package var raw: [UInt8]?
    /// Why it is ignored; nil if it has to be applied.
    package var ignored: String?

    package init(
        source: String, delivery: String, kind: String, time: Int64, repository: String? = nil, number: Int? = nil,
        actor: String? = nil, sha: String? = nil, document: String, raw: [UInt8]? = nil, ignored: String? = nil
    ) {
        self.source = source
        self.delivery = delivery
        self.kind = kind
        self.time = time
        self.repository = repository
        self.number = number
        self.actor = actor
        self.sha = sha
        self.document = document
        self.raw = raw
        self.ignored = ignored
    }
}

/// An entry of the log: an inbox entry with its sequence number.
package struct LoggedEvent: Sendable, Hashable {
    package var seq: Int64
    package var entry: InboxEntry

    package init(seq: Int64, entry: InboxEntry) {
        self.seq = seq
        self.entry = entry
    }
}
