internal import PluginAPI

extension FakeForge {
    /// The default answer to an effect.
    func standard(_ effect: RequestedEffect) throws -> Answer<JSON> {
        let repository = effect.effect.repository
        switch EffectKind.named(effect.kind) {
        case PostComment.kind:
            let id = newNumber()
            return try done(PostComment.Result(id: Int64(id), url: "\(page(effect))#comment-\(id)"))
        case CreatePullRequest.kind: return try done(create(CreatePullRequest(payload: effect.payload), in: repository))
        case CreateDeployment.kind: return try done(CreateDeployment.Result(id: Int64(newNumber())))
        case DeleteRef.kind: return try delete(DeleteRef(payload: effect.payload), in: repository)
        case FetchPullRequest.kind: return try fetch(effect)
        case Inspect.kind: return try done(inspect(Inspect(payload: effect.payload), in: repository))
        case Compose.kind: return try done(compose(Compose(payload: effect.payload)))
        case Push.kind: return try push(Push(payload: effect.payload), in: repository)
        case ReadRefs.kind:
            let request = try ReadRefs(payload: effect.payload)
            return try done(
                ReadRefs.Result(refs: Dictionary(request.refs.map { ($0, refs[repository, $0]) }, uniquingKeysWith: { first, _ in first })))
        default: return try done(NoResult())
        }
    }

    private func done(_ result: some Encodable) throws -> Answer<JSON> { .done(try JSON(encoding: result)) }

    private func page(_ effect: RequestedEffect) -> String {
        "https://forge.test/\(effect.effect.repository)/pull/\(effect.effect.number ?? 0)"
    }

    private func create(_ request: CreatePullRequest, in repository: String) -> CreatePullRequest.Result {
        let number = newNumber()
        let url = "https://forge.test/\(repository)/pull/\(number)"
        let branch = request.head.split(separator: ":").last.map(String.init) ?? request.head
        let document = PullRequestDocument(
            number: number, title: request.title, body: request.body, isDraft: request.isDraft, author: host.botName,
            head: PullRequestDocument.Head(
                ref: branch, sha: (refs[repository, "refs/heads/\(branch)"] ?? newCommit()).hex, label: request.head, repository: repository
            ),
            base: PullRequestDocument.Base(ref: request.base, sha: nil, repository: repository), createdAt: host.now,
            updatedAt: host.now, url: url)
        return CreatePullRequest.Result(number: number, url: url, pullRequest: document)
    }

    private func delete(_ request: DeleteRef, in repository: String) throws -> Answer<JSON> {
        if let expected = request.expected, let found = refs[repository, request.ref], found != expected {
            return .failed("stale", "\(request.ref) is at \(found.hex)")
        }
        refs[repository, request.ref] = nil
        return try done(NoResult())
    }

    private func fetch(_ effect: RequestedEffect) throws -> Answer<JSON> {
        guard let row = try row(effect.effect.number ?? 0, in: effect.effect.repository) else {
            return .failed("not_found", "the mirror of the test has no such pull request")
        }
        let label = try row.string("label")
        let document = PullRequestDocument(
            number: try row.int("number"), title: try row.string("title"), body: try row.string("body"), isDraft: try row.bool("draft"),
            state: try row.bool("closed") ? .closed : .open, author: try row.string("author"),
            head: PullRequestDocument.Head(
                ref: label.split(separator: ":").last.map(String.init) ?? label, sha: try row.string("head"), label: label,
                repository: row.optionalString("head_repository")),
            base: PullRequestDocument.Base(ref: try row.string("target"), sha: nil, repository: effect.effect.repository),
            createdAt: Timestamp(milliseconds: try row.int64("created_at")),
            updatedAt: Timestamp(milliseconds: try row.int64("updated_at")),
            url: try row.string("url"))
        let comments = try FetchPullRequest(payload: effect.payload).comments
        return try done(FetchPullRequest.Result(pullRequest: document, comments: comments ? [] : nil, statuses: []))
    }

    func row(_ number: Int, in repository: String) throws -> Row? {
        try host.sql("SELECT * FROM pull_requests WHERE repository = ? AND number = ?", repository, number).first
    }
}
