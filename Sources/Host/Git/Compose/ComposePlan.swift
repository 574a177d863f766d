/// What to build: on which commits, which groups in which order, and how.
///
/// Everything that the result depends on is in the plan or in the objects that it names, so the same plan gives the
/// same commits on any machine. Its JSON form has keys in snake_case.
package struct ComposePlan: Sendable, Codable, Hashable {
    package struct Base: Sendable, Codable, Hashable {
        /// `owner/name`.
        package var repository: String
        /// The commit on which the first group is built.
        package var base: ObjectID

        package init(repository: String, base: ObjectID) {
            self.repository = repository
            self.base = base
        }
    }

    /// A commit without changes for each repository that the staging leaves as it was.
    package struct Uniquifier: Sendable, Codable, Hashable {
        package var repository: String
        package var message: String

        package init(repository: String, message: String) {
            self.repository = repository
            self.message = message
        }
    }

    package var repositories: [Base]
    package var groups: [ComposeGroup]
    /// After this many groups succeeded the others are not tried; nil for no limit.
    package var stopAfter: Int?
    /// Author and committer of the merge commits, and author where several people wrote a squashed commit.
    package var committer: Person
    /// Date of all new commits, in milliseconds since 1970: the time of the event, not of the clock.
    package var time: Int64
    /// Under this name the new heads are kept alive; nil keeps nothing.
    package var keep: String?
    /// Above this many candidates renames are not looked for; 0 lifts the limit. Default 7,000.
    package var renameLimit: Int?
    /// Form of conflict markers, for the method ``PickMethod/conflict``.
    package var conflictStyle: MergeOptions.ConflictStyle?
    package var uniquifiers: [Uniquifier]?

    private enum CodingKeys: String, CodingKey {
        case repositories, groups, committer, time, keep, uniquifiers
        case stopAfter = "stop_after"
        case renameLimit = "rename_limit"
        case conflictStyle = "conflict_style"
    }

    package init(
        repositories: [Base], groups: [ComposeGroup], committer: Person, time: Int64, stopAfter: Int? = nil,
        keep: String? = nil
    ) {
        self.repositories = repositories
        self.groups = groups
        self.committer = committer
        self.time = time
        self.stopAfter = stopAfter
        self.keep = keep
    }

    /// The payload of an effect has no `time`; the caller sets it to the time of the event.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        repositories = try container.decode([Base].self, forKey: .repositories)
        groups = try container.decode([ComposeGroup].self, forKey: .groups)
        committer = try container.decode(Person.self, forKey: .committer)
        time = try container.decodeIfPresent(Int64.self, forKey: .time) ?? 0
        stopAfter = try container.decodeIfPresent(Int.self, forKey: .stopAfter)
        keep = try container.decodeIfPresent(String.self, forKey: .keep)
        renameLimit = try container.decodeIfPresent(Int.self, forKey: .renameLimit)
        conflictStyle = try container.decodeIfPresent(MergeOptions.ConflictStyle.self, forKey: .conflictStyle)
        uniquifiers = try container.decodeIfPresent([Uniquifier].self, forKey: .uniquifiers)
    }

    /// - Throws: `invalidRequest` if the plan contradicts itself.
    func validate() throws {
        let names = Set(repositories.map(\.repository))
        guard names.count == repositories.count else {
            throw GitError(.invalidRequest, "The plan names a repository twice.")
        }
        let used = groups.flatMap { $0.picks.map(\.repository) } + (uniquifiers ?? []).map(\.repository)
        if let stranger = used.first(where: { !names.contains($0) }) {
            throw GitError(.invalidRequest, "The plan has no base commit for the repository \(stranger).")
        }
        if let keep { _ = try ReferenceName.keepPrefix(keep) }
    }

    var mergeOptions: MergeOptions {
        MergeOptions(
            renameLimit: renameLimit == 0 ? nil : renameLimit ?? 7000, conflictStyle: conflictStyle ?? .merge)
    }
}
