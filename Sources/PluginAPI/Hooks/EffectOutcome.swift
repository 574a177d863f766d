/// What came of an effect: the typed form of an `effect.outcome` event.
public struct EffectOutcome: Sendable {
    /// How the effect ended.
    public typealias State = EffectOutcomeDocument.State

    private let document: EffectOutcomeDocument

    /// Identity of the effect, as ``Host/effect(_:)`` answered it.
    public var effect: String { document.effect }
    /// Name of the effect's kind.
    public var kind: String { document.kind }
    /// How it ended.
    public var state: State { document.state }
    /// Code of the failure: `not_found`, `permission`, `validation`, `stale`, `unavailable`, `invalid_request`.
    public var code: String? { document.code }
    /// What went wrong, as a sentence.
    public var message: String? { document.message }
    /// What the effect answered; an object.
    public var result: JSON { document.result }
    /// What the plugin passed as context when it asked; an object.
    public var context: JSON { document.context }

    /// Reads the outcome of an event, or answers nil for an event of another kind.
    public init?(_ event: Event) {
        guard event.kind == EventKind.effectOutcome.rawValue, let document = try? EffectOutcomeDocument(json: event.document) else {
            return nil
        }
        self.document = document
    }

    /// What the effect answered, if it is of that kind and done; nil otherwise.
    ///
    /// - Throws: ``JSONError`` for an answer that the kind does not give.
    public func result<Request: EffectRequest>(of type: Request.Type) throws -> Request.Result? {
        guard state == .done, kind == type.kind.name else { return nil }
        return try result.decode(as: Request.Result.self)
    }
}
