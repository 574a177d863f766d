package import Contract

extension BareRepository {
    /// What the reference points to here, or nil.
    package func reference(_ name: String) async throws -> ObjectID? {
        try ReferenceName.check(name)
        return try await exclusively { try $0.store().reference(name) }
    }

    /// Sets a reference of this repository, whatever it pointed to before; nil deletes it.
    package func setReference(_ name: String, to id: ObjectID?) async throws {
        try ReferenceName.check(name)
        try await exclusively { repository in
            let store = try repository.store()
            try store.flush()
            if let id { try store.setReference(name, to: id) } else { try store.deleteReference(name) }
        }
    }

    /// Keeps commits alive until ``release(keep:)``.
    ///
    /// - Parameter keep: name of what needs them, such as `staging-12`; may contain slashes.
    package func keep(_ commits: [ObjectID], as keep: String) async throws {
        let prefix = try ReferenceName.keepPrefix(keep)
        try await exclusively { repository in
            for id in commits { try repository.store().setReference(prefix + id.hex, to: id) }
        }
    }

    /// Gives up what was kept under this name; the objects stay until the next garbage collection.
    package func release(keep: String) async throws {
        let prefix = try ReferenceName.keepPrefix(keep)
        try await exclusively { repository in
            let store = try repository.store()
            for name in try store.references(below: prefix) { try store.deleteReference(name) }
        }
    }

    /// The references that keep objects alive for `keep`, ordered by name.
    package func keptReferences(_ keep: String) async throws -> [String] {
        let prefix = try ReferenceName.keepPrefix(keep)
        return try await exclusively { try $0.store().references(below: prefix) }
    }
}
