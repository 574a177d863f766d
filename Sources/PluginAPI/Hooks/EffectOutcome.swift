/// What came of an effect: the typed form of an `effect.outcome` event.
public struct EffectOutcome: Sendable {
    /// How the effect ended.
    public enum State: String, Sendable, Codable {
        /// It was carried out.
        case done
        /// It failed for good.
        case failed
        /// The plugin may not ask for it.
        case refused
    }

    /// Identity of the effect, as ``Host/effect(_:)`` answered it.
    public let effect: String
    /// Kind of the effect.
    public let kind: String
    /// How it ended.
    public let state: State
    /// Code of the failure: `not_found`, `permission`, `validation`, `stale`, `unavailable`, `invalid_request`.
    public let code: String?
    /// What went wrong, as a sentence.
    public let message: String?
    /// What the effect answered; an object.
    public let result: JSON
    /// What the plugin passed as context when it asked; an object.
    public let context: JSON

    /// Reads the outcome of an event, or answers nil for an event of another kind.
    public init?(_ event: Event) {
        guard event.kind == "effect.outcome" else { return nil }
        let document = event.document
        guard let effect = document["effect"].string, let kind = document["kind"].string,
            let state = document["state"].string.flatMap(State.init(rawValue:))
        else { return nil }
        self.effect = effect
        self.kind = kind
        self.state = state
        code = document["code"].string
        message = document["message"].string
        result = document["result"]
        context = document["context"]
    }
}
