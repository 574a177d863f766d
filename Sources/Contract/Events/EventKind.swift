/// The kind of an event: `pull_request.head_changed`.
///
/// The kinds that the host makes are ``all``; those of plugins begin with the plugin's id and a dot.
public struct EventKind: RawRepresentable, Sendable, Hashable, Codable, CustomStringConvertible {
    /// The name in documents, manifests and the database.
    public let rawValue: String

    /// Makes a kind of its name.
    public init(rawValue: String) { self.rawValue = rawValue }

    private init(_ name: String) { rawValue = name }

    /// The name.
    public var description: String { rawValue }

    // MARK: From the forge

    /// A delivery about a pull request: ``ForgePullRequest``.
    public static let forgePullRequest = EventKind("forge.pull_request")
    /// A delivery about a comment or a review: ``ForgeComment``.
    public static let forgeComment = EventKind("forge.comment")
    /// A delivery about a commit status or a check run: ``StatusDocument``.
    public static let forgeStatus = EventKind("forge.status")
    /// A delivery about a ref that moved: ``ForgePush``.
    public static let forgePush = EventKind("forge.push")

    // MARK: From the host

    /// What came of an effect: ``EffectOutcomeDocument``.
    public static let effectOutcome = EventKind("effect.outcome")
    /// A timer is due.
    public static let timer = EventKind("timer")
    /// An operator's request.
    public static let operation = EventKind("operation")
    /// A configuration to take in.
    public static let configurationApplied = EventKind("config.applied")
    /// The forge has said whose credential an identity has: ``IdentityResolved``.
    public static let identityResolved = EventKind("identity.resolved")
    /// A host has started.
    public static let hostStarted = EventKind("host.started")
    /// Plugins were loaded, or replaced.
    public static let pluginsLoaded = EventKind("plugins.loaded")
    /// A plugin has been quarantined.
    public static let pluginQuarantined = EventKind("plugin.quarantined")
    /// A plugin has left its quarantine.
    public static let pluginReleased = EventKind("plugin.released")
    /// Maintenance began or ended.
    public static let maintenanceChanged = EventKind("maintenance.changed")
    /// The clock of the machine was set back.
    public static let clockCorrected = EventKind("clock.corrected")

    // MARK: Derived from them

    /// A pull request is known from now on: ``PullRequestOpened``.
    public static let pullRequestOpened = EventKind("pull_request.opened")
    /// Its title or description changed: ``PullRequestEdited``.
    public static let pullRequestEdited = EventKind("pull_request.edited")
    /// Its target changed: ``PullRequestRetargeted``.
    public static let pullRequestRetargeted = EventKind("pull_request.retargeted")
    /// Its head changed: ``PullRequestHeadChanged``.
    public static let pullRequestHeadChanged = EventKind("pull_request.head_changed")
    /// It was closed, or merged on the forge: ``PullRequestClosed``.
    public static let pullRequestClosed = EventKind("pull_request.closed")
    /// It was reopened: ``PullRequestReopened``.
    public static let pullRequestReopened = EventKind("pull_request.reopened")
    /// It became a draft, or ready for review: ``PullRequestDraftChanged``.
    public static let pullRequestDraftChanged = EventKind("pull_request.draft_changed")
    /// A status of a commit changed: ``StatusDocument``.
    public static let statusChanged = EventKind("status.changed")
    /// Somebody wrote a comment or a review: ``CommentCreated``.
    public static let commentCreated = EventKind("comment.created")
    /// The configuration changed.
    public static let configurationChanged = EventKind("configuration.changed")

    /// Every kind that a plugin can subscribe to.
    public static let all: [EventKind] = [
        forgePullRequest, forgeComment, forgeStatus, forgePush, effectOutcome, identityResolved, pullRequestOpened, pullRequestEdited,
        pullRequestRetargeted, pullRequestHeadChanged, pullRequestClosed, pullRequestReopened, pullRequestDraftChanged, statusChanged,
        commentCreated, configurationChanged,
    ]

    /// Whether it is a delivery of the forge, or one that the reconciler made up for.
    public var isFromForge: Bool { rawValue.hasPrefix("forge.") }

    /// True if a subscription of a manifest (`status.changed`, `pull_request.*`, `*`) covers the kind.
    public func matches(subscription: String) -> Bool {
        if subscription == "*" || subscription == rawValue { return true }
        return subscription.hasSuffix(".*") && rawValue.hasPrefix(subscription.dropLast())
    }
}
