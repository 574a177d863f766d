import Contract

extension SeenComment {
    /// The comment as a derived event.
    var derived: DerivedEvent {
        let document = CommentCreated(
            key: key, body: body, createdAt: Timestamp(milliseconds: createdAt), url: url, isReplay: isReplay)
        return DerivedEvent(
            CommentCreated.kind.rawValue, repository: repository, number: number, actor: author, sha: commit, document: document.json)
    }

    /// Nil if the event is not a comment.
    init?(_ event: DerivedEvent) {
        guard event.kind == CommentCreated.kind.rawValue, let repository = event.repository, let number = event.number,
            let comment = try? CommentCreated(json: event.document)
        else { return nil }
        self.init(
            repository: repository, number: number, key: comment.key, author: event.actor ?? "ghost", body: comment.body,
            createdAt: comment.createdAt.milliseconds, url: comment.url, commit: event.sha, isReplay: comment.isReplay)
    }

    /// A comment of the forge.
    init(_ comment: CommentDocument, repository: String, number: Int) {
        self.init(
            repository: repository, number: number, key: comment.key.description, author: comment.author, body: comment.body,
            createdAt: comment.createdAt.milliseconds, url: comment.url, commit: comment.commitID)
    }
}
