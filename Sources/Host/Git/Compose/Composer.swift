package import Contract

/// Executes plans, across repositories.
///
/// Uses only objects that are already in the repositories; a pull request whose commits are missing fails on its
/// own. Executing a plan twice makes the same commits.
package struct Composer: Sendable {
    private let cache: RepositoryCache

    package init(cache: RepositoryCache) {
        self.cache = cache
    }

    /// Builds what the plan asks for.
    ///
    /// - Throws: `invalidRequest` if the plan contradicts itself, `missingObject` if a base commit is not here, and
    ///   failures of the engine. Pull requests that cannot be taken are in the result instead.
    package func compose(_ plan: Compose) async throws -> Compose.Result {
        try plan.validate()
        var repositories: [String: BareRepository] = [:]
        // Always locked in the same order, so that two plans cannot deadlock.
        let names = plan.repositories.map(\.repository).sorted()
        for name in names { repositories[name] = try await cache.repository(name) }
        let taken = names.compactMap { repositories[$0] }
        for repository in taken { await repository.gate.enter() }
        defer { for repository in taken { repository.gate.leave() } }
        do {
            let result = try await build(plan, repositories)
            for repository in taken {
                try await repository.finishComposing(head: result.heads[repository.name], keep: plan.keep)
            }
            return result
        } catch {
            for repository in taken { await repository.abandonComposing() }
            throw error
        }
    }

    private func build(_ plan: Compose, _ repositories: [String: BareRepository]) async throws -> Compose.Result {
        var heads = Dictionary(uniqueKeysWithValues: plan.repositories.map { ($0.repository, $0.base) })
        for (name, base) in heads.sorted(by: { $0.key < $1.key }) { try await repositories[name]?.checkBase(base) }
        var results: [Compose.GroupResult] = []
        var staged = 0
        for group in plan.groups {
            if let limit = plan.stopAfter, staged >= limit {
                results.append(Compose.GroupResult(id: group.id, state: .notTried))
                continue
            }
            let result = try await stage(group, of: plan, on: heads, repositories)
            if result.state == .staged {
                staged += 1
                heads.merge(result.heads) { $1 }
            }
            results.append(result)
        }
        if staged > 0 { try await makeUnique(plan, &heads, repositories) }
        var trees: [String: ObjectID] = [:]
        for (name, head) in heads { trees[name] = try await repositories[name]?.treeOf(head) }
        return Compose.Result(groups: results, heads: heads, trees: trees)
    }

    /// Applies all pull requests of the group; the heads move only if every one of them succeeds.
    private func stage(
        _ group: Compose.Group, of plan: Compose, on heads: [String: ObjectID],
        _ repositories: [String: BareRepository]
    ) async throws -> Compose.GroupResult {
        var result = Compose.GroupResult(id: group.id, state: .staged)
        let touched = Set(group.picks.map(\.repository)).sorted().compactMap { repositories[$0] }
        for repository in touched { try await repository.beginGroup() }
        for pick in group.picks {
            guard let repository = repositories[pick.repository],
                let head = result.heads[pick.repository] ?? heads[pick.repository]
            else { continue }
            switch try await repository.make(pick, on: head, of: plan) {
            case .success(let made):
                result.heads[pick.repository] = made.head
                result.commits[pick.repository, default: [:]].merge(made.commits) { $1 }
            case .failure(let failure):
                for repository in touched { try await repository.undoGroup() }
                return Compose.GroupResult(id: group.id, failure: failure, of: pick)
            }
        }
        return result
    }

    private func makeUnique(
        _ plan: Compose, _ heads: inout [String: ObjectID], _ repositories: [String: BareRepository]
    ) async throws {
        for uniquifier in plan.uniquifiers ?? [] {
            guard let base = plan.repositories.first(where: { $0.repository == uniquifier.repository })?.base,
                heads[uniquifier.repository] == base, let repository = repositories[uniquifier.repository]
            else { continue }
            heads[uniquifier.repository] = try await repository.emptyCommit(
                on: base, message: uniquifier.message, by: plan.bot)
        }
    }
}
