/// A command that a person wrote to the bot, parsed by the grammar of the manifest.
public struct CommandCall: Sendable {
    /// The comment that the command stands in.
    public struct Comment: Sendable {
        /// `comment:ID` or `review:ID`.
        public let key: String
        /// When it was written, by the forge's clock, which has whole seconds.
        public let createdAt: Timestamp
        /// Sha that a review was written on.
        public let commitID: String?
        /// Where people can read it.
        public let url: String?

        /// Makes a comment.
        public init(key: String, createdAt: Timestamp, commitID: String? = nil, url: String? = nil) {
            self.key = key
            self.createdAt = createdAt
            self.commitID = commitID
            self.url = url
        }
    }

    /// Identity of the command in the manifest.
    public let id: String
    /// The command as written.
    public let text: String
    /// What stands for the placeholders, by name: strings, integers, or lists of them.
    public let arguments: JSON
    /// `owner/name`.
    public let repository: String
    /// Number of the pull request.
    public let number: Int
    /// Login of the person.
    public let author: String
    /// The comment.
    public let comment: Comment
    /// Roles that the person has on the pull request, of all plugins.
    public let roles: Set<String>

    /// Makes a call.
    public init(
        id: String, text: String, arguments: JSON = [:], repository: String, number: Int, author: String, comment: Comment,
        roles: Set<String> = []
    ) {
        self.id = id
        self.text = text
        self.arguments = arguments
        self.repository = repository
        self.number = number
        self.author = author
        self.comment = comment
        self.roles = roles
    }
}

/// What a plugin answers to a command.
public enum CommandResult: Sendable, Hashable {
    /// The command was carried out.
    case done
    /// It was not, and this is what the person is told. All commands of the comment are undone.
    case rejected(String)

    /// The document that crosses the boundary.
    package var document: JSON {
        switch self {
        case .done: [:]
        case .rejected(let reason): ["rejected": .string(reason)]
        }
    }

    /// Reads the document that crossed the boundary.
    package init(document: JSON) {
        self = document["rejected"].string.map(CommandResult.rejected) ?? .done
    }
}
