import PluginAPI

extension MergeQueue {
    /// The staging's own copy of statuses, by commit and context.
    func statusDocument(of staging: Staging) throws -> JSON {
        .object(try store.statuses(of: staging.id).mapValues(Self.document))
    }

    static func document(_ statuses: Statuses) -> JSON {
        .object(
            statuses.mapValues { status in
                ["state": .string(status.state.rawValue), "target_url": JSON(status.targetURL), "description": JSON(status.description)]
            })
    }
}
