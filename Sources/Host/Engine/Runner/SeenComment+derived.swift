import PluginAPI

extension SeenComment {
    /// The kind under which comments are told to plugins.
    static let kind = "comment.created"

    /// The comment as a derived event.
    var derived: DerivedEvent {
        DerivedEvent(
            Self.kind, repository: repository, number: number, actor: author, sha: commit,
            document: [
                "key": .string(key), "body": .string(body), "created_at": .int(createdAt), "url": .string(url),
                "replay": .bool(isReplay),
            ])
    }

    /// Nil when the event is no comment.
    init?(_ event: DerivedEvent) {
        guard event.kind == Self.kind, let repository = event.repository, let number = event.number,
            let key = event.document["key"].string
        else { return nil }
        self.init(
            repository: repository, number: number, key: key, author: event.actor ?? "ghost",
            body: event.document["body"].string ?? "", createdAt: event.document["created_at"].int64 ?? 0,
            url: event.document["url"].string ?? "", commit: event.sha,
            isReplay: event.document["replay"].bool ?? false)
    }
}
