import Foundation
import Synchronization

/// The git repositories on disk, by their ids in the tables.
final class GitStore: Sendable {
    private struct State {
        var families: [Int64: GitFamily] = [:]
        var repositories: [Int64: GitRepository] = [:]
    }

    private let folder: String
    private let state = Mutex(State())

    init(folder: String) { self.folder = folder }

    func repository(_ repository: Repository) throws -> GitRepository {
        try state.withLock { state in
            if let known = state.repositories[repository.id] { return known }
            let opened = GitRepository(folder: path(repository.id), family: try family(repository.familyID, &state))
            state.repositories[repository.id] = opened
            return opened
        }
    }

    /// Creates the folders of a new repository; the first of a family creates the object store.
    @discardableResult
    func create(_ repository: Repository) throws -> GitRepository {
        try state.withLock { state in
            let family = try family(repository.familyID, &state)
            // Left behind by a process that was killed before the tables knew about it.
            try? FileManager.default.removeItem(atPath: path(repository.id))
            let created = try GitRepository.create(folder: path(repository.id), family: family, head: repository.defaultBranch)
            state.repositories[repository.id] = created
            return created
        }
    }

    func remove(_ id: Int64) {
        state.withLock { $0.repositories[id] = nil }
        try? FileManager.default.removeItem(atPath: path(id))
    }

    func removeAll() {
        stop()
        for name in ["families", "repositories"] { try? FileManager.default.removeItem(atPath: "\(folder)/\(name)") }
    }

    func stop() {
        let families = state.withLock { state in
            defer { state = State() }
            return state.families.values
        }
        for family in families { family.stop() }
    }

    private func family(_ id: Int64, _ state: inout State) throws -> GitFamily {
        if let known = state.families[id] { return known }
        let path = "\(folder)/families/\(id)"
        let family =
            FileManager.default.fileExists(atPath: path) ? GitFamily(id: id, folder: path) : try GitFamily.create(id: id, folder: path)
        state.families[id] = family
        return family
    }

    private func path(_ id: Int64) -> String { "\(folder)/repositories/\(id)" }
}
