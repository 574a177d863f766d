extension Compose {
    /// Pull requests that land together, in all repositories or in none: a batch.
    public struct Group: Codable, Sendable, Hashable {
        /// What the asker calls it; comes back as it was.
        public var id: GroupID
        /// How each of them is taken.
        public var picks: [Pick]

        /// Makes a group.
        public init(id: GroupID, picks: [Pick]) {
            self.id = id
            self.picks = picks
        }
    }

    /// The asker's name for a group, a number or a text.
    public enum GroupID: Sendable, Hashable, Codable {
        /// A number, for example a row id.
        case number(Int64)
        /// A text.
        case text(String)

        /// Decodes either.
        public init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let number = try? container.decode(Int64.self) {
                self = .number(number)
            } else {
                self = .text(try container.decode(String.self))
            }
        }

        /// Encodes it as it was given.
        public func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            switch self {
            case .number(let number): try container.encode(number)
            case .text(let text): try container.encode(text)
            }
        }
    }

    /// One pull request of a group, and how it is taken.
    public struct Pick: Codable, Sendable, Hashable {
        /// A commit of the pull request, and the finished message of its copy.
        public struct Item: Codable, Sendable, Hashable {
            /// The commit.
            public var id: ObjectID
            /// Nil keeps the message of the original.
            public var message: String?

            private enum CodingKeys: String, CodingKey {
                case id = "sha"
                case message
            }

            /// Makes an item.
            public init(id: ObjectID, message: String? = nil) {
                self.id = id
                self.message = message
            }
        }

        /// `owner/name`.
        public var repository: String
        /// Number of the pull request.
        public var number: Int?
        /// How its commits come onto the target.
        public var method: PickMethod
        /// The head of the pull request; the last commit.
        public var head: ObjectID
        /// All commits of the pull request, parents before children.
        public var commits: [Item]
        /// The finished message of the merge commit, or of the one commit of `squash` and `conflict`.
        public var message: String?
        /// Author of the one commit of `squash` and `conflict`; nil: the only author of the commits, or the committer of the request
        /// if there are several.
        public var author: CommitAuthor?
        /// Where the pull request left its target; nil: the first parent of its first commit.
        public var mergeBase: ObjectID?

        private enum CodingKeys: String, CodingKey {
            case repository, number, method, head, commits, message, author
            case mergeBase = "merge_base"
        }

        /// Makes a pick.
        public init(
            repository: String, number: Int? = nil, method: PickMethod, head: ObjectID, commits: [Item], message: String? = nil,
            author: CommitAuthor? = nil, mergeBase: ObjectID? = nil
        ) {
            self.repository = repository
            self.number = number
            self.method = method
            self.head = head
            self.commits = commits
            self.message = message
            self.author = author
            self.mergeBase = mergeBase
        }
    }
}

/// How the commits of a pull request come onto the head of the target.
public enum PickMethod: String, Sendable, Codable, CaseIterable {
    /// The commits stay as they are; a merge commit joins them. A head that is itself a merge with the target is made anew on the new
    /// head instead.
    case merge
    /// The commits are copied, and a merge commit shows that they belong together.
    case rebaseMerge = "rebase-merge"
    /// The commits are copied; the last copy is the new head.
    case rebaseFastForward = "rebase-ff"
    /// All changes become one commit.
    case squash
    /// The commits are copied onto another branch: merge commits by their first parent, and a copy without changes is a failure even if
    /// the original had none.
    case port
    /// What a port does where `port` met a conflict: one commit with all changes and the conflict markers.
    case conflict
}

extension PickMethod {
    /// The most commits that a pull request may have: above it the forge's own limits make its answers unreliable.
    public static let mostCommits = 250
    /// The most commits that are copied one by one.
    public static let mostRebasedCommits = 50
}
