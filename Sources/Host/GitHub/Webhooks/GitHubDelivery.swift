package import Contract
package import Forge

/// The headers of a delivery that matter.
package struct GitHubHeaders: Sendable {
    /// `X-GitHub-Event`.
    package var event: String?
    /// `X-GitHub-Delivery`.
    package var delivery: String?
    /// `X-Hub-Signature-256`.
    package var signature: String?
    /// `Content-Type`.
    package var contentType: String?

    /// Makes the list.
    package init(event: String?, delivery: String? = nil, signature: String? = nil, contentType: String? = "application/json") {
        self.event = event
        self.delivery = delivery
        self.signature = signature
        self.contentType = contentType
    }

    /// Answers the value of a header by its name, letter case aside: what a ``WebhookReader`` asks.
    package func value(_ name: String) -> String? {
        switch name.lowercased() {
        case "x-github-event": event
        case "x-github-delivery": delivery
        case "x-hub-signature-256": signature
        case "content-type": contentType
        default: nil
        }
    }
}

/// A delivery whose body was parsed, once and as far as it is needed; what is in it is not to be believed before its signature was checked.
///
/// In order: parse, look up the source by ``repository``, ``verify(body:secrets:)``, then ``outcome(receivedAt:)``.
package struct GitHubDelivery: WebhookDelivery {
    /// The name of the event: `pull_request`, `ping`, …
    package let event: String
    /// The forge's id of the delivery, unique per source only.
    package let id: String?
    /// `owner/name`; nil for deliveries of organisations.
    package let repository: String?
    /// The action of the event, where it has one.
    package let action: String?
    /// The login of who did it.
    package let sender: String
    let payload: JSON
    private let signature: String?

    /// Parses a delivery: JSON, or a form whose field `payload` is JSON.
    ///
    /// Throws ``MalformedDelivery`` where there is no event name or the body is not what its content type says.
    package init(headers: GitHubHeaders, body: [UInt8]) throws(MalformedDelivery) {
        guard let event = headers.event, !event.isEmpty else {
            throw MalformedDelivery(reason: "The header X-GitHub-Event is missing.")
        }
        let payload: JSON
        do {
            payload = try PayloadParser.parse(try FormPayload.json(in: body, contentType: headers.contentType), .webhook)
        } catch {
            throw MalformedDelivery(reason: "The body is not a JSON document: \(error).")
        }
        guard payload.object != nil else { throw MalformedDelivery(reason: "The body is not a JSON object.") }
        self.event = event
        self.payload = payload
        id = headers.delivery
        signature = headers.signature
        repository = payload["repository"]["full_name"].string
        action = payload["action"].string
        sender = GitHubDocuments.login(try? WireObject(payload["sender"]))
    }

    /// Whether GitHub asks only whether somebody listens.
    package var isPing: Bool { event == "ping" }

    package func verify(body: [UInt8], secrets: [Secret]) -> SignatureVerdict {
        SignatureVerifier.verify(signature: signature, body: body, secrets: secrets)
    }

    /// What the delivery means.
    ///
    /// - Parameter moment: when it came in, for check runs that have no time yet.
    /// - Throws: ``MalformedDelivery`` where a member is missing that the event needs.
    package func outcome(receivedAt moment: Timestamp) throws(MalformedDelivery) -> DeliveryOutcome {
        do {
            return try GitHubDeliveryReader(delivery: self, receivedAt: moment).outcome()
        } catch {
            throw MalformedDelivery(reason: "The \(event) delivery does not have GitHub's shape: \(error).")
        }
    }
}
