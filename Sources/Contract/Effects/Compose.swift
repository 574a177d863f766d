/// Builds the commits of a staging, or of a port: on which commits, which groups in which order, and how.
///
/// Everything that the result depends on is in the request or in the objects that it names, so the same request gives the same
/// commits on any machine.
public struct Compose: EffectRequest {
    /// What it came to.
    public struct Result: Codable, Sendable, Hashable {
        /// In the order of the request.
        public var groups: [GroupResult]
        /// The head of every repository of the request after the last group that succeeded.
        public var heads: [String: ObjectID]
        /// The trees of these heads.
        public var trees: [String: ObjectID]

        /// Makes a result.
        public init(groups: [GroupResult], heads: [String: ObjectID], trees: [String: ObjectID]) {
            self.groups = groups
            self.heads = heads
            self.trees = trees
        }
    }

    /// The row of the registry.
    public static let kind = EffectKind(
        "compose", Compose.self, summary: "builds the commits of a staging or of a port", subject: .repository, performer: .git,
        recovery: .repeatable, canBeRetried: false,
        payload: "{repositories, groups, stop_after?, committer?, time?, keep?, rename_limit?, conflict_style?, uniquifiers?}",
        result: "{groups, heads, trees}")

    /// Where each repository starts.
    public var repositories: [Base]
    /// What is put on top, in this order.
    public var groups: [Group]
    /// After this many groups succeeded the others are not tried; nil for no limit.
    public var stopAfter: Int?
    /// Author and committer of the merge commits, and author where several people wrote a squashed commit; nil: the identity's.
    public var committer: CommitAuthor?
    /// Date of all new commits; nil: the time of the event that asked.
    public var time: Timestamp?
    /// Under this name the new heads are kept alive, with the effect's id added.
    public var keep: String?
    /// Above this many candidates renames are not looked for; 0 lifts the limit. Default 7,000.
    public var renameLimit: Int?
    /// Form of conflict markers, for the method ``PickMethod/conflict``.
    public var conflictStyle: ConflictStyle?
    /// A commit without changes for each repository that the staging leaves as it was.
    public var uniquifiers: [Uniquifier]?

    private enum CodingKeys: String, CodingKey {
        case repositories, groups, committer, time, keep, uniquifiers
        case stopAfter = "stop_after"
        case renameLimit = "rename_limit"
        case conflictStyle = "conflict_style"
    }

    /// Makes a request.
    public init(
        repositories: [Base], groups: [Group], committer: CommitAuthor? = nil, time: Timestamp? = nil, stopAfter: Int? = nil,
        keep: String? = nil
    ) {
        self.repositories = repositories
        self.groups = groups
        self.committer = committer
        self.time = time
        self.stopAfter = stopAfter
        self.keep = keep
    }
}

extension Compose {
    /// Where a repository starts.
    public struct Base: Codable, Sendable, Hashable {
        /// `owner/name`.
        public var repository: String
        /// The commit on which the first group is built.
        public var base: ObjectID

        /// Makes a base.
        public init(repository: String, base: ObjectID) {
            self.repository = repository
            self.base = base
        }
    }

    /// A commit without changes for a repository that the staging leaves as it was.
    public struct Uniquifier: Codable, Sendable, Hashable {
        /// `owner/name`.
        public var repository: String
        /// The commit's message.
        public var message: String

        /// Makes a commit.
        public init(repository: String, message: String) {
            self.repository = repository
            self.message = message
        }
    }

    /// How conflicts are written into files.
    public enum ConflictStyle: String, Codable, Sendable {
        /// Both sides.
        case merge
        /// Both sides and what they have in common.
        case diff3
        /// As ``diff3``, with less around what differs.
        case zdiff3
    }
}
