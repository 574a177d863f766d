import Git
import Logging
import Store

/// Keeps the git cache from growing forever: effects leave packs, and references that keep alive what they fetched or made.
///
/// It deletes no object, so nothing is lost if a reference was given up too early. What fails is left for the next round.
struct GitHousekeeping: Sendable {
    /// How long something is kept after the end of its effect, in milliseconds: 7 days.
    static let retention: Int64 = 7 * 24 * 3600 * 1000
    /// With more packs than this they are joined.
    static let manyPacks = 50

    let cache: RepositoryCache
    let store: HostStore
    let logger: Logger

    /// One round: gives up what is no longer needed in all repositories, and joins the packs of the one that has the most. Of only
    /// one, because its effects have to wait meanwhile.
    /// - Parameter now: milliseconds since 1970.
    func tidy(now: Int64) async {
        var fullest: (repository: BareRepository, packs: Int)?
        for name in cache.names {
            await attempt("what is not needed any more could not be given up", in: name) {
                let repository = try await cache.repository(name)
                try await release(in: repository, endedBefore: now - Self.retention)
                let packs = repository.packCount
                if packs > max(Self.manyPacks, fullest?.packs ?? 0) { fullest = (repository, packs) }
            }
        }
        guard let fullest, !Task.isCancelled else { return }
        await attempt("the packs of a repository could not be joined", in: fullest.repository.name) {
            try await fullest.repository.repack()
            logger.info(
                "packs were joined",
                metadata: [
                    "repository": "\(fullest.repository.name)", "before": "\(fullest.packs)", "after": "\(fullest.repository.packCount)",
                ])
        }
    }

    private func release(in repository: BareRepository, endedBefore time: Int64) async throws {
        for keep in try await repository.keeps() {
            guard !Task.isCancelled else { return }
            guard let effect = KeepName.effect(of: keep), let receipt = try store.reader.read({ try $0.receipt(effect) }),
                receipt.state.isFinal, let end = receipt.finishedAt, end < time
            else { continue }
            try await repository.release(keep: keep)
        }
    }

    private func attempt(_ failure: Logger.Message, in repository: String, _ body: () async throws -> Void) async {
        do { try await body() } catch {
            // Cut off because the host is stopping.
            guard !Task.isCancelled else { return }
            logger.warning(failure, metadata: ["repository": "\(repository)", "error": "\(error)"])
        }
    }
}
