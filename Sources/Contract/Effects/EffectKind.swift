/// One kind of effect: a row of the registry.
///
/// Grants, the configuration's schema, the table in docs/plugin-abi.md, fault points and recovery are made from the rows. A new kind is
/// a request type with its row in a file of this folder, a line in ``all``, and the code that carries it out.
public struct EffectKind: Sendable {
    /// Who carries the kind out.
    public enum Performer: Sendable, Hashable {
        /// A call of the forge's API.
        case forge
        /// Work on commits and branches.
        case git
    }

    /// What an attempt does first when the one before it may have happened.
    public enum Recovery: Sendable, Hashable {
        /// Nothing: doing it twice is the same as doing it once.
        case repeatable
        /// It looks whether the work is done, for example for a hidden marker in a comment.
        case looksFirst
    }

    /// What the kind is about, besides a repository.
    public enum Subject: Sendable, Hashable {
        /// A pull request: the effect has its number.
        case pullRequest
        /// The repository alone.
        case repository
    }

    /// The name in manifests, grants, documents and the database: `create_pull_request`.
    public let name: String
    /// What it does, as a row of the documentation.
    public let summary: String
    /// What it is about.
    public let subject: Subject
    /// Who carries it out.
    public let performer: Performer
    /// What protects it against being carried out twice.
    public let recovery: Recovery
    /// Whether an operator can have it tried again after it failed for good: its plugin has gone on by then, so only what stands alone.
    public let canBeRetried: Bool
    /// Name of the kind whose grant covers it; its own unless it only reads what another one reads, too.
    public let grant: String
    /// The form of payload and result, for the documentation: `{body}`, `{id, url}`.
    public let shape: (payload: String, result: String)
    /// The request's type.
    public let request: any EffectRequest.Type

    /// Makes a row.
    public init(
        _ name: String, _ request: any EffectRequest.Type, summary: String, subject: Subject, performer: Performer,
        recovery: Recovery, canBeRetried: Bool, grant: String? = nil, payload: String, result: String
    ) {
        self.name = name
        self.request = request
        self.summary = summary
        self.subject = subject
        self.performer = performer
        self.recovery = recovery
        self.canBeRetried = canBeRetried
        self.grant = grant ?? name
        shape = (payload, result)
    }

    /// Every kind, in the order of the documentation.
    public static let all: [EffectKind] = [
        PostComment.kind, AddReaction.kind, ChangeLabels.kind, SetStatus.kind, ClosePullRequest.kind, ReopenPullRequest.kind,
        RetargetPullRequest.kind, CreatePullRequest.kind, CreateDeployment.kind, CloseIssue.kind, DeleteRef.kind, FetchPullRequest.kind,
        Inspect.kind, Compose.kind, Push.kind, ReadRefs.kind,
    ]

    private static let byName = Dictionary(all.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })

    /// The kind of that name; nil if there is none.
    public static func named(_ name: String) -> EffectKind? { byName[name] }

    /// Names of the kinds that a grant can give, in the order of the documentation.
    public static var grants: [String] { all.filter { $0.grant == $0.name }.map(\.name) }
}

extension EffectKind: Hashable, CustomStringConvertible {
    /// True if both are the same row.
    public static func == (first: EffectKind, second: EffectKind) -> Bool { first.name == second.name }

    /// Hashes the name.
    public func hash(into hasher: inout Hasher) { hasher.combine(name) }

    /// The name.
    public var description: String { name }
}
