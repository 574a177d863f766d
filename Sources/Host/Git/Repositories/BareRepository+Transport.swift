package import Contract

extension BareRepository {
    /// Fetches commits by their ids and keeps them alive under `keep`. Skips those that are already here.
    ///
    /// - Parameter keep: name of what needs them; ``release(keep:)`` gives them up.
    /// - Returns: for each commit whether it is here now.
    /// - Throws: transport errors.
    package func fetch(_ items: [FetchItem], keep: String, from remote: Remote) async throws -> [FetchItem: FetchOutcome] {
        let prefix = try ReferenceName.keepPrefix(keep)
        return try await exclusively { repository in
            let store = try repository.store()
            var result: [FetchItem: FetchOutcome] = [:]
            var absent: [FetchItem] = []
            for item in items {
                if store.containsCommit(item.id) {
                    try store.setReference(prefix + item.id.hex, to: item.id)
                    result[item] = .present
                } else if !absent.contains(item) {
                    absent.append(item)
                }
            }
            let sources = try await repository.transport.fetch(absent, prefix: prefix, in: repository.directory, from: remote)
            try store.refresh()
            for (item, source) in sources { result[item] = try Self.outcome(of: item, source, prefix: prefix, store) }
            return result
        }
    }

    private static func outcome(
        of item: FetchItem, _ source: GitTransport.FetchSource, prefix: String, _ store: ObjectStore
    ) throws -> FetchOutcome {
        switch source {
        case .byID: return .present
        case .nothing: return .missing(head: nil)
        case .pullRequestHead(let reference):
            let head = try store.reference(reference)
            guard store.containsCommit(item.id) else { return .missing(head: head) }
            try store.setReference(prefix + item.id.hex, to: item.id)
            return .present
        }
    }

    /// Reads what references point to on the remote; those that do not exist there are missing from the answer.
    ///
    /// Does not wait for other operations, because it uses nothing of the repository.
    package nonisolated func readReferences(_ names: [String], from remote: Remote) async throws -> [String: ObjectID] {
        try await transport.readReferences(names, in: directory, from: remote)
    }

    /// Moves references on the remote, all or none.
    ///
    /// A lease alone would allow a push that loses commits, so without force the new commit must also descend from
    /// the expected one.
    /// - Throws: transport errors; after `timeout` and `unavailable` it is unknown whether the push happened.
    ///   `missingObject` if a commit is not here.
    package func push(_ updates: [Push.Update], to remote: Remote) async throws -> PushOutcome {
        try updates.forEach { try ReferenceName.check($0.reference) }
        return try await exclusively { repository in
            let store = try repository.store()
            for update in updates {
                guard let id = update.id else { continue }
                guard store.containsCommit(id) else {
                    throw GitError(.missingObject, "The commit \(id) to push is not in \(repository.name).")
                }
                guard !update.force, let expected = update.expected, expected != .zero else { continue }
                guard try store.descends(id, from: expected) else {
                    return .notFastForward(
                        reference: update.reference, message: "\(id) does not descend from \(expected).")
                }
            }
            return try await repository.transport.push(updates, in: repository.directory, to: remote)
        }
    }

    /// Joins small packs into larger ones. Deletes no object, only packs whose content is in another pack.
    package func repack() async throws {
        try await exclusively { repository in
            let output = try await repository.process.run(
                ["repack", "-q", "-d", "--geometric=2"], in: repository.directory,
                deadline: repository.settings.deadlines.maintenance)
            guard output.status == 0 else {
                throw GitError(.process, "git repack failed (\(output.status)): \(output.standardError.prefix(2000))")
            }
            try repository.store().refresh()
        }
    }
}
