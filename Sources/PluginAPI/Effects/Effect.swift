/// Something that is to be done in the outside world after the transaction.
///
/// Made of a typed request: `Effect(ReadRefs(refs: ["refs/heads/main"]), repository: "acme/web")`. Kinds and payloads are listed in
/// docs/plugin-abi.md.
public struct Effect: Sendable, Hashable {
    /// What is to be done: `comment`, `push`, …
    public var kind: String
    /// Name of the credential; nil: the one of the project.
    public var identity: String?
    /// `owner/name`.
    public var repository: String
    /// Number of the pull request, if it is about one.
    public var number: Int?
    /// Effects of one key run one at a time, in the order asked for; nil: repository and number.
    public var orderKey: String?
    /// What the kind needs; an object.
    public var payload: JSON
    /// Comes back in the outcome; an object.
    public var context: JSON

    /// Makes an effect.
    public init(
        _ kind: String, repository: String, number: Int? = nil, payload: JSON = [:], context: JSON = [:],
        identity: String? = nil, orderKey: String? = nil
    ) {
        self.kind = kind
        self.identity = identity
        self.repository = repository
        self.number = number
        self.orderKey = orderKey
        self.payload = payload
        self.context = context
    }

    /// Makes an effect of a typed request.
    ///
    /// - Parameters:
    ///   - request: what is to be done.
    ///   - repository: `owner/name`.
    ///   - number: of the pull request, for kinds that are about one.
    public init(
        _ request: some EffectRequest, repository: String, number: Int? = nil, context: JSON = [:], identity: String? = nil,
        orderKey: String? = nil
    ) {
        // Requests of the registry are objects of strings, numbers and lists: encoding them cannot fail.
        let payload = (try? request.payload()) ?? [:]
        self.init(
            type(of: request).kind.name, repository: repository, number: number, payload: payload, context: context, identity: identity,
            orderKey: orderKey)
    }

    /// The payload as a request of that kind; nil if the effect is of another kind or the payload does not fit.
    public func request<Request: EffectRequest>(_ type: Request.Type) -> Request? {
        kind == type.kind.name ? try? Request(payload: payload) : nil
    }

    /// The same effect with a context, which comes back in the outcome.
    public func context(_ context: JSON) -> Effect {
        var copy = self
        copy.context = context
        return copy
    }

    /// The same effect by another credential.
    public func identity(_ identity: String?) -> Effect {
        var copy = self
        copy.identity = identity
        return copy
    }

    /// The same effect in another order key.
    public func orderKey(_ key: String?) -> Effect {
        var copy = self
        copy.orderKey = key
        return copy
    }
}
