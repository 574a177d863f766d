import PluginAPI

/// What the inspections of an attempt found, by repository and number.
struct Inspections {
    /// A pull request as the forge has it now.
    struct Found {
        var exists: Bool
        var head: String
        var title: String
        var body: String
        var base: String
        var isDraft: Bool
        var isOpen: Bool
        var mergeBase: String?
        var commits: [SourceCommit]
    }

    private var found: [PullRequestName: Found] = [:]
    /// A repository in which the target branch does not exist, or is not where an earlier round saw it.
    private(set) var repositoryWithoutTarget: String?

    init(_ repositories: [AttemptRepository]) throws {
        for repository in repositories {
            if repository.base == nil || repository.inspection["target_head"].string != repository.base {
                repositoryWithoutTarget = repositoryWithoutTarget ?? repository.repository
            }
            for document in repository.inspection["pull_requests"].array ?? [] {
                guard let number = document["number"].int else { continue }
                found[PullRequestName(repository: repository.repository, number: number)] = Self.found(document)
            }
        }
    }

    subscript(name: PullRequestName) -> Found? { found[name] }

    private static func found(_ document: JSON) -> Found {
        Found(
            exists: document["found"].bool ?? true, head: document["head"].string ?? "", title: document["title"].string ?? "",
            body: document["body"].string ?? "", base: document["base"].string ?? "", isDraft: document["draft"].bool ?? false,
            isOpen: document["state"].string != "closed", mergeBase: document["merge_base"].string,
            commits: (document["commits"].array ?? []).map(commit))
    }

    private static func commit(_ document: JSON) -> SourceCommit {
        SourceCommit(
            sha: document["sha"].string ?? "", parents: (document["parents"].array ?? []).compactMap(\.string),
            message: document["message"].string ?? "", author: signature(document["author"]), committer: signature(document["committer"]))
    }

    private static func signature(_ document: JSON) -> Signature {
        Signature(name: document["name"].string ?? "", email: document["email"].string ?? "")
    }
}
