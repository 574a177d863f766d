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

    package var description: String { reason }
}
