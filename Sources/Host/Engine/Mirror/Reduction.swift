package import PluginAPI

/// A consequence of an event for the plugins that subscribed: derived inside the same transaction.
package struct DerivedEvent: Sendable, Hashable {
    package var kind: String
    package var repository: String?
    package var number: Int?
    package var actor: String?
    package var sha: String?
    package var document: JSON

    package init(
        _ kind: String, repository: String? = nil, number: Int? = nil, actor: String? = nil, sha: String? = nil,
        document: JSON = [:]
    ) {
        self.kind = kind
        self.repository = repository
        self.number = number
        self.actor = actor
        self.sha = sha
        self.document = document
    }
}

/// What a comment contributes: its text is searched for commands.
package struct SeenComment: Sendable, Hashable {
    package var repository: String
    package var number: Int
    /// `comment:ID` or `review:ID`.
    package var key: String
    package var author: String
    package var body: String
    /// Milliseconds since 1970; the forge's clock, whole seconds.
    package var createdAt: Int64
    package var url: String
    /// The commit that a review was written for, if the forge says so.
    package var commit: String?
    /// Read again while a pull request is adopted: commands count, but old comments are not answered.
    package var isReplay = false
}

/// A sentence that the host itself has to say on a pull request.
package struct Notice: Sendable, Hashable {
    package var code: String
    package var parameters: [String: JSON]
    package var repository: String
    package var number: Int
}

/// What the mirror made of an event: the changes are stored, everything else is here.
package struct Reduction: Sendable, Hashable {
    /// In the order in which they are to be delivered.
    package var steps: [Step] = []
    /// Why nothing changed, for the delivery's record.
    package var ignored: String?

    /// One thing to do next, in order.
    package enum Step: Sendable, Hashable {
        case emit(DerivedEvent)
        case comment(SeenComment)
        case notice(Notice)
        /// Ask the forge for a pull request that is not known.
        case adopt(repository: String, number: Int)
        /// The comments have been replayed: store the pull request's real state.
        case finishAdoption(repository: String, number: Int, document: JSON)
    }

    package init() {}

    package static func ignored(_ reason: String) -> Reduction {
        var reduction = Reduction()
        reduction.ignored = reason
        return reduction
    }
}
