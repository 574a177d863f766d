/// What came of an effect.
public struct EffectOutcomeDocument: EventDocument {
    /// `effect.outcome`.
    public static let kind = EventKind.effectOutcome

    /// How an effect ended.
    public enum State: String, Sendable, Hashable, Codable {
        /// It was carried out.
        case done
        /// It failed for good.
        case failed
        /// The plugin may not ask for it.
        case refused
    }

    /// The effect's id, `SEQ.INDEX`.
    public var effect: String
    /// Who asked: a plugin's id, or `host`.
    public var plugin: String
    /// Name of the effect's kind.
    public var kind: String
    /// How it ended.
    public var state: State
    /// Code of the failure: `not_found`, `permission`, `validation`, `stale`, `unavailable`, `invalid_request`, `refused`, …
    public var code: String?
    /// What went wrong, as a sentence.
    public var message: String?
    /// What the effect answered: the kind's result; null unless it is done.
    public var result: JSON
    /// What the plugin passed as context when it asked.
    public var context: JSON

    /// Makes a document.
    public init(
        effect: String, plugin: String, kind: String, state: State, code: String? = nil, message: String? = nil, result: JSON = .null,
        context: JSON = .null
    ) {
        self.effect = effect
        self.plugin = plugin
        self.kind = kind
        self.state = state
        self.code = code
        self.message = message
        self.result = result
        self.context = context
    }
    /// Reads a document.
    public init(json: JSON) throws(DocumentError) {
        let document = Self.kind.rawValue
        guard let effect = json["effect"].string else { throw DocumentError(document, "effect") }
        guard let kind = json["kind"].string else { throw DocumentError(document, "kind") }
        guard let state = json["state"].string.flatMap(State.init(rawValue:)) else { throw DocumentError(document, "state") }
        self.init(
            effect: effect, plugin: json["plugin"].string ?? "", kind: kind, state: state, code: json["code"].string,
            message: json["message"].string, result: json["result"], context: json["context"])
    }
    /// `{effect, plugin, kind, state, code, message, result, context}`.
    public var json: JSON {
        [
            "effect": .string(effect), "plugin": .string(plugin), "kind": .string(kind), "state": .string(state.rawValue),
            "code": JSON(code), "message": JSON(message), "result": result, "context": context,
        ]
    }
}

/// The forge has said whose credential an identity has.
public struct IdentityResolved: EventDocument {
    /// `identity.resolved`.
    public static let kind = EventKind.identityResolved
    /// The identity's name in the configuration.
    public var name: String
    /// The account's login.
    public var login: String
    /// The account's name; nil if it has none.
    public var userName: String?
    /// The account's address for commits.
    public var email: String?

    /// Makes a document.
    public init(name: String, login: String, userName: String?, email: String?) {
        self.name = name
        self.login = login
        self.userName = userName
        self.email = email
    }
    /// Reads a document.
    public init(json: JSON) throws(DocumentError) {
        guard let name = json["name"].string else { throw DocumentError(Self.kind.rawValue, "name") }
        guard let login = json["login"].string else { throw DocumentError(Self.kind.rawValue, "login") }
        self.init(name: name, login: login, userName: json["user_name"].string, email: json["email"].string)
    }
    /// `{name, login, user_name, email}`.
    public var json: JSON {
        ["name": .string(name), "login": .string(login), "user_name": JSON(userName), "email": JSON(email)]
    }
}
