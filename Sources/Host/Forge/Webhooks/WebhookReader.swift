package import Contract

/// Reads the deliveries of one kind of forge.
package protocol WebhookReader: Sendable {
    /// Parses a delivery, once and as far as it is needed.
    ///
    /// - Parameters:
    ///   - header: answers the value of a header by its name, letter case aside.
    ///   - body: as received.
    /// - Throws: ``MalformedDelivery`` where the body is not what its headers say.
    func read(header: (String) -> String?, body: [UInt8]) throws(MalformedDelivery) -> any WebhookDelivery
}

/// A delivery that was parsed; what is in it is not to be believed before its signature was checked.
///
/// In order: parse, look up the source by ``repository``, ``verify(body:secrets:)``, then ``outcome(receivedAt:)``.
package protocol WebhookDelivery: Sendable {
    /// The forge's name of the event.
    var event: String { get }
    /// The forge's id of the delivery, unique per source only.
    var id: String? { get }
    /// `owner/name`; nil for deliveries that are about no repository.
    var repository: String? { get }
    /// The login of who did it.
    var sender: String { get }
    /// Whether the forge asks only whether somebody listens.
    var isPing: Bool { get }

    /// Checks that the sender knows one of the source's secrets. The time taken does not depend on which one fits.
    func verify(body: [UInt8], secrets: [Secret]) -> SignatureVerdict

    /// What the delivery means.
    ///
    /// - Parameter moment: when it came in, for what has no time of its own yet.
    /// - Throws: ``MalformedDelivery`` where a member is missing that the event needs.
    func outcome(receivedAt moment: Timestamp) throws(MalformedDelivery) -> DeliveryOutcome
}

/// What a signature says.
package enum SignatureVerdict: Sendable, Equatable {
    /// Made with one of the secrets over exactly these bytes.
    case valid
    /// There is no signature, or it is not written as one.
    case missing
    /// Made with another secret, or over other bytes.
    case wrong
}
