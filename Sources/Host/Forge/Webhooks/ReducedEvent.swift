package import Contract

/// What the event log keeps of a delivery.
package struct ReducedEvent: Sendable, Equatable {
    /// `forge.pull_request`, `forge.comment`, `forge.status` or `forge.push`.
    package let kind: String
    /// `owner/name` of the repository.
    package let repository: String
    /// The pull request; nil where the event is about none.
    package let number: Int?
    /// The login of who did it; `ghost` where the account is gone.
    package let actor: String
    /// The commit that it is about; nil where it is about none.
    package let sha: String?
    /// The document of the kind.
    package let document: JSON

    /// Makes an event.
    package init(kind: EventKind, repository: String, number: Int?, actor: String, sha: String?, document: JSON) {
        self.kind = kind.rawValue
        self.repository = repository
        self.number = number
        self.actor = actor
        self.sha = sha
        self.document = document
    }
}

/// What a delivery means.
package enum DeliveryOutcome: Sendable, Equatable {
    /// Something to be applied.
    case event(ReducedEvent)
    /// Nothing to be applied, and why, for the record of the delivery.
    case ignored(reason: String)
    /// The forge asks whether somebody listens.
    case ping
}

/// A delivery that cannot be read: the answer is 400.
package struct MalformedDelivery: Error, Sendable, Equatable, CustomStringConvertible {
    /// What is wrong and where.
    package let reason: String

    /// Makes an error.
    package init(reason: String) { self.reason = reason }

    package var description: String { reason }
}
