import PluginAPI

/// A failed hook's delivery as a document: enough to deliver it again.
struct DeadDelivery {
    let document: JSON

    init(document: JSON) { self.document = document }

    /// An event.
    init(_ event: DerivedEvent) {
        document = [
            "kind": .string(event.kind), "repository": JSON(event.repository), "number": JSON(event.number),
            "actor": JSON(event.actor), "sha": JSON(event.sha), "document": event.document,
        ]
    }

    /// A timer.
    init(timer: String, dueAt: Int64) {
        document = ["timer": .string(timer), "due_at": .int(dueAt)]
    }

    /// Delivers it again.
    /// - Returns: false if the document describes nothing that could be delivered.
    func deliver(to plugin: String, of plugins: PluginSet, scope: EventScope) throws -> Bool {
        if let timer = document["timer"].string {
            try plugins.fire(timer: timer, dueAt: document["due_at"].int64 ?? scope.time, of: plugin, scope: scope, logger: plugins.logger)
            return true
        }
        guard let kind = document["kind"].string else { return false }
        let event = DerivedEvent(
            kind, repository: document["repository"].string, number: document["number"].int, actor: document["actor"].string,
            sha: document["sha"].string, document: document["document"])
        try plugins.deliver(event, to: plugin, scope: scope, logger: plugins.logger)
        return true
    }
}
