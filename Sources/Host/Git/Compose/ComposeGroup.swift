/// Pull requests that land together, in all repositories or in none: a batch.
package struct ComposeGroup: Sendable, Codable, Hashable {
    /// What the asker calls it; comes back as it was.
    package var id: GroupID
    package var picks: [ComposePick]

    package init(id: GroupID, picks: [ComposePick]) {
        self.id = id
        self.picks = picks
    }
}

/// The asker's name for a group, a number or a text.
package enum GroupID: Sendable, Hashable, Codable {
    case number(Int64)
    case text(String)

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let number = try? container.decode(Int64.self) {
            self = .number(number)
        } else {
            self = .text(try container.decode(String.self))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .number(let number): try container.encode(number)
        case .text(let text): try container.encode(text)
        }
    }
}

/// How the commits of a pull request come onto the head of the target.
package enum PickMethod: String, Sendable, Codable, CaseIterable {
    /// The commits stay as they are; a merge commit joins them. A head that is itself a merge with the target is
    /// made anew on the new head instead.
    case merge
    /// The commits are copied, and a merge commit shows that they belong together.
    case rebaseMerge = "rebase-merge"
    /// The commits are copied; the last copy is the new head.
    case rebaseFastForward = "rebase-ff"
    /// All changes become one commit.
    case squash
    /// The commits are copied onto another branch: merge commits by their first parent, and a copy without changes
    /// is a failure even if the original had none.
    case port
    /// What a port does where `port` met a conflict: one commit with all changes and the conflict markers.
    case conflict
}

/// One pull request of a group, and how it is taken.
package struct ComposePick: Sendable, Codable, Hashable {
    /// A commit of the pull request, and the finished message of its copy.
    package struct Item: Sendable, Codable, Hashable {
        package var id: ObjectID
        /// Nil keeps the message of the original.
        package var message: String?

        private enum CodingKeys: String, CodingKey {
            case id = "sha"
            case message
        }

        package init(id: ObjectID, message: String? = nil) {
            self.id = id
            self.message = message
        }
    }

    package var repository: String
    package var number: Int?
    package var method: PickMethod
    /// The head of the pull request; the last commit.
    package var head: ObjectID
    /// All commits of the pull request, parents before children.
    package var commits: [Item]
    /// The finished message of the merge commit, or of the one commit of `squash` and `conflict`.
    package var message: String?
    /// Author of the one commit of `squash` and `conflict`; nil: the only author of the commits, or the committer of
    /// the plan if there are several.
    package var author: Person?
    /// Where the pull request left its target; nil: the first parent of its first commit.
    package var mergeBase: ObjectID?

    private enum CodingKeys: String, CodingKey {
        case repository, number, method, head, commits, message, author
        case mergeBase = "merge_base"
    }

    package init(
        repository: String, number: Int? = nil, method: PickMethod, head: ObjectID, commits: [Item],
        message: String? = nil, author: Person? = nil, mergeBase: ObjectID? = nil
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
