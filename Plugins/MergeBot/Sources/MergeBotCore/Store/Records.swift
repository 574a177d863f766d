import PluginAPI

/// A pull request: the mirror's facts and what the merge queue knows of it, without its description, which can be very long.
struct PullRequest {
    let id: PullRequestID
    let name: PullRequestName
    let project: ProjectID
    let target: String
    /// False once it was retargeted to a branch that is not managed.
    let isTracked: Bool
    let head: String
    let label: String
    let title: String
    let isDraft: Bool
    let author: String
    let commitCount: Int?
    /// The commits were counted, and not only the forge's word for them is known.
    let isInspected: Bool
    let url: String

    let batch: BatchID
    let isClosed: Bool
    let hasError: Bool
    let errorReason: String?
    let approvedBy: String?
    /// It was approved by skipping the checks, and by nobody who reviewed it.
    let isApprovalImplied: Bool
    let headChangedAt: Int64?
    let method: MergeMethod?
    let methodHead: String?
    let methodWarned: Bool
    let linkWarned: Bool
    var status: Verdict
    var state: PullRequestState

    let source: PullRequestID?
    let parent: PullRequestID?
    let detachReason: String?
    let limit: String?

    /// Takes part in its batch.
    var isOpen: Bool { !isClosed && isTracked }
    var isApproved: Bool { approvedBy != nil }

    /// Whether it is known that somebody has to choose a merge method.
    var needsMethod: Bool {
        guard let commitCount else { return false }
        return MergeMethod.resolve(chosen: method, commits: commitCount) == nil
    }
}

extension PullRequest {
    static let columns = """
        p.id, p.repository, p.number, p.project, p.target, p.tracked, p.head, coalesce(m.label, p.label) AS label, p.title, p.draft, p.author,
        CASE WHEN m.inspected_head = p.head THEN m.inspected_commits ELSE p.commit_count END AS commits,
        m.inspected_head IS p.head AS inspected, p.url,
        m.batch, m.closed, m.error, m.error_reason, m.approved_by, m.approval_implied, m.head_changed_at, m.merge_method,
        m.method_head, m.method_warned, m.link_warned, m.status, m.state, m.source, m.parent, m.detach_reason, m.limit_branch
        """

    init(_ row: Row) throws {
        id = try row.id("id")
        name = PullRequestName(repository: try row.string("repository"), number: try row.int("number"))
        project = try row.id("project")
        target = try row.string("target")
        isTracked = try row.bool("tracked")
        head = try row.string("head")
        label = try row.string("label")
        title = try row.string("title")
        isDraft = try row.bool("draft")
        author = try row.string("author")
        commitCount = row.optionalInt("commits")
        isInspected = try row.bool("inspected")
        url = try row.string("url")
        batch = try row.id("batch")
        isClosed = try row.bool("closed")
        hasError = try row.bool("error")
        errorReason = row.optionalString("error_reason")
        approvedBy = row.optionalString("approved_by")
        isApprovalImplied = try row.bool("approval_implied")
        headChangedAt = row.optionalInt64("head_changed_at")
        method = row.optionalString("merge_method").flatMap(MergeMethod.init(rawValue:))
        methodHead = row.optionalString("method_head")
        methodWarned = try row.bool("method_warned")
        linkWarned = try row.bool("link_warned")
        status = try row.word("status")
        state = try row.word("state")
        source = row.optionalID("source")
        parent = row.optionalID("parent")
        detachReason = row.optionalString("detach_reason")
        limit = row.optionalString("limit_branch")
    }
}

/// Pull requests of several repositories that enter together.
struct Batch {
    let id: BatchID
    let project: ProjectID
    let mergeDate: Int64?
    let priority: Priority
    let skipchecks: Bool
    let cancelStaging: Bool
    /// `nil`: it can be staged. Otherwise the document of the reason.
    let blocked: String?
    let unblockedAt: Int64?
    let split: SplitID?
    let parent: BatchID?
    let forwardPortPolicy: String

    var isMerged: Bool { mergeDate != nil }
}

extension Batch {
    init(_ row: Row) throws {
        id = try row.id("id")
        project = try row.id("project")
        mergeDate = row.optionalInt64("merge_date")
        priority = try row.word("priority")
        skipchecks = try row.bool("skipchecks")
        cancelStaging = try row.bool("cancel_staging")
        blocked = row.optionalString("blocked")
        unblockedAt = row.optionalInt64("unblocked_at")
        split = row.optionalID("split")
        parent = row.optionalID("parent")
        forwardPortPolicy = try row.string("fw_policy")
    }
}
