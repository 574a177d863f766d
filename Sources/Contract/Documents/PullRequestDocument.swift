/// A pull request as the event log has it: a whole picture at one moment.
public struct PullRequestDocument: JSONDocument {
    /// Whether it is open.
    public enum State: String, Sendable, Hashable, Codable {
        /// It can be merged.
        case open
        /// It was closed or merged.
        case closed
    }

    /// Where its commits are.
    public struct Head: Sendable, Hashable {
        /// The branch, without `refs/heads/`.
        public var ref: String
        /// The last commit.
        public var sha: String
        /// `owner:branch`; unique even where the owner's account is gone.
        public var label: String
        /// `owner/name` of the repository with the branch; nil where it is gone.
        public var repository: String?

        /// Makes a head.
        public init(ref: String, sha: String, label: String, repository: String?) {
            self.ref = ref
            self.sha = sha
            self.label = label
            self.repository = repository
        }
    }

    /// What it wants to change.
    public struct Base: Sendable, Hashable {
        /// The branch, without `refs/heads/`.
        public var ref: String
        /// The branch's commit as the forge last saw it; nil where it was not said.
        public var sha: String?
        /// `owner/name`.
        public var repository: String?

        /// Makes a base.
        public init(ref: String, sha: String?, repository: String?) {
            self.ref = ref
            self.sha = sha
            self.repository = repository
        }
    }

    /// Its number in its repository.
    public var number: Int
    /// The forge's own id.
    public var nodeID: String
    /// The title.
    public var title: String
    /// The description as the forge has it, in Markdown; nil for none.
    public var body: String?
    /// Whether it is a draft.
    public var isDraft: Bool
    /// Whether it is open.
    public var state: State
    /// Whether the forge says that it was merged; lists leave it out, which counts as false.
    public var isMerged: Bool
    /// Login of its author; `ghost` where the account is gone.
    public var author: String
    /// Where its commits are.
    public var head: Head
    /// What it wants to change.
    public var base: Base
    /// How many commits it has, as the forge counts; nil where the document is from a list.
    public var commits: Int?
    /// When it was opened.
    public var createdAt: Timestamp
    /// When anything of it last changed, by the forge's clock, which has whole seconds.
    public var updatedAt: Timestamp
    /// Where people read it.
    public var url: String

    /// Makes a document.
    public init(
        number: Int, nodeID: String = "", title: String, body: String?, isDraft: Bool = false, state: State = .open,
        isMerged: Bool = false, author: String, head: Head, base: Base, commits: Int? = nil, createdAt: Timestamp,
        updatedAt: Timestamp, url: String
    ) {
        self.number = number
        self.nodeID = nodeID
        self.title = title
        self.body = body
        self.isDraft = isDraft
        self.state = state
        self.isMerged = isMerged
        self.author = author
        self.head = head
        self.base = base
        self.commits = commits
        self.createdAt = createdAt
        self.updatedAt = updatedAt
        self.url = url
    }

    /// Reads a document; number, head and base are what each must have.
    public init(json: JSON) throws(DocumentError) {
        let document = "pull request"
        guard let number = json["number"].int else { throw DocumentError(document, "number") }
        let head = json["head"]
        let base = json["base"]
        guard let sha = head["sha"].string else { throw DocumentError(document, "head.sha") }
        guard let target = base["ref"].string else { throw DocumentError(document, "base.ref") }
        let author = json["author"].string ?? "ghost"
        let ref = head["ref"].string ?? ""
        let count = json["commits"].int
        self.init(
            number: number, nodeID: json["node_id"].string ?? "", title: json["title"].string ?? "", body: json["body"].string,
            isDraft: json["draft"].bool ?? false, state: json["state"].string == "closed" ? .closed : .open,
            isMerged: json["merged"].bool ?? false, author: author,
            head: Head(ref: ref, sha: sha, label: head["label"].string ?? "\(author):\(ref)", repository: head["repository"].string),
            base: Base(ref: target, sha: base["sha"].string, repository: base["repository"].string), commits: count == 0 ? nil : count,
            createdAt: Timestamp(milliseconds: json["created_at"].int64 ?? 0),
            updatedAt: Timestamp(milliseconds: json["updated_at"].int64 ?? 0), url: json["url"].string ?? "")
    }

    /// The document.
    public var json: JSON {
        [
            "number": .int(Int64(number)), "node_id": .string(nodeID), "title": .string(title), "body": JSON(body),
            "draft": .bool(isDraft), "state": .string(state.rawValue), "merged": .bool(isMerged), "author": .string(author),
            "head": [
                "ref": .string(head.ref), "sha": .string(head.sha), "label": .string(head.label), "repository": JSON(head.repository),
            ],
            "base": ["ref": .string(base.ref), "sha": JSON(base.sha), "repository": JSON(base.repository)],
            "commits": JSON(commits.map(Int64.init)), "created_at": .int(createdAt.milliseconds),
            "updated_at": .int(updatedAt.milliseconds), "url": .string(url),
        ]
    }
}
