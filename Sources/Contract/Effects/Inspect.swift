/// Looks at pull requests before they are staged: what git knows of them beside what the forge says of them at this moment.
public struct Inspect: EffectRequest {
    /// What was found.
    public struct Result: Codable, Sendable, Hashable {
        /// What the target branch names now; nil if it does not exist.
        public var targetHead: ObjectID?
        /// In the order of the request.
        public var pullRequests: [Found]

        private enum CodingKeys: String, CodingKey {
            case targetHead = "target_head"
            case pullRequests = "pull_requests"
        }

        /// Makes a result.
        public init(targetHead: ObjectID?, pullRequests: [Found]) {
            self.targetHead = targetHead
            self.pullRequests = pullRequests
        }
    }

    /// The row of the registry.
    public static let kind = EffectKind(
        "inspect", Inspect.self, summary: "fetches pull requests and lists their commits", subject: .repository, performer: .git,
        recovery: .repeatable, canBeRetried: false, payload: "{target, pull_requests: [{number, head}], keep?}",
        result: "{target_head, pull_requests: […]}")

    /// The target branch, without `refs/heads/`.
    public var target: String
    /// The pull requests to look at; all of one repository.
    public var pullRequests: [Asked]
    /// Under this name what was fetched is kept alive, with the effect's id added; nil: under the effect's id alone.
    public var keep: String?

    private enum CodingKeys: String, CodingKey {
        case target, keep
        case pullRequests = "pull_requests"
    }

    /// Makes a request.
    public init(target: String, pullRequests: [Asked], keep: String? = nil) {
        self.target = target
        self.pullRequests = pullRequests
        self.keep = keep
    }
}

extension Inspect {
    /// A pull request to look at.
    public struct Asked: Codable, Sendable, Hashable {
        /// Its number.
        public var number: Int
        /// The head as the asker knows it.
        public var head: ObjectID

        /// Makes a question.
        public init(number: Int, head: ObjectID) {
            self.number = number
            self.head = head
        }
    }

    /// What is known about one pull request.
    public struct Found: Codable, Sendable, Hashable {
        /// Its number.
        public var number: Int
        /// The head that was asked for; where the forge has another one now, that one.
        public var head: ObjectID
        /// Whether the head that was asked for could be fetched, and the forge knows the pull request.
        public var found: Bool
        /// Where it left the target; nil without common history, or if the head was not found. The first by id where there are several.
        public var mergeBase: ObjectID?
        /// How many commits the target has that the pull request has not; nil if the head was not found.
        public var behind: Int?
        /// Its commits, parents before children.
        public var commits: [Commit]
        /// Whether there are more commits than are listed.
        public var isTruncated: Bool
        /// The forge's view; nil where only git was asked.
        public var title: String?
        /// The description on the forge; nil for none.
        public var body: String?
        /// Whether the forge has it as a draft.
        public var isDraft: Bool?
        /// The state on the forge.
        public var state: PullRequestDocument.State?
        /// The target branch on the forge.
        public var base: String?

        private enum CodingKeys: String, CodingKey {
            case number, head, found, behind, commits, title, body, state, base
            case mergeBase = "merge_base"
            case isTruncated = "truncated"
            case isDraft = "draft"
        }

        /// Makes a finding without commits.
        public init(number: Int, head: ObjectID, found: Bool) {
            self.number = number
            self.head = head
            self.found = found
            commits = []
            isTruncated = false
        }
    }

    /// A commit of a pull request.
    public struct Commit: Codable, Sendable, Hashable {
        /// Its id.
        public var id: ObjectID
        /// Its tree.
        public var tree: ObjectID
        /// Its parents, the first one first.
        public var parents: [ObjectID]
        /// Its message.
        public var message: String
        /// Who wrote it.
        public var author: CommitSignature
        /// Who made the commit.
        public var committer: CommitSignature

        private enum CodingKeys: String, CodingKey {
            case id = "sha"
            case tree, parents, message, author, committer
        }

        /// Makes a commit.
        public init(
            id: ObjectID, tree: ObjectID, parents: [ObjectID], message: String, author: CommitSignature, committer: CommitSignature
        ) {
            self.id = id
            self.tree = tree
            self.parents = parents
            self.message = message
            self.author = author
            self.committer = committer
        }
    }
}
