import Contract
package import Forge
package import Git
package import Logging
package import Store

/// Carries out effects for real: comments and the like through the forge's API, everything about commits through git.
package struct LivePerformer: EffectPerformer {
    private let forge: ForgeEffects
    private let git: GitEffects

    /// - Parameters:
    ///   - identities: the git credential of each identity, and the author of the commits that it makes.
    package init(
        site: any ForgeSite, cache: RepositoryCache, identities: IdentityDirectory, logger: Logger
    ) {
        self.forge = ForgeEffects(forge: site.forge, logger: logger)
        git = GitEffects(
            cache: cache, forge: site.forge, identities: identities,
            address: { repository in RepositoryName(repository).map(site.gitURL(of:)) }, logger: logger)
    }

    package func perform(_ effect: StoredEffect, mayHaveHappened: Bool) async -> EffectEnd {
        do {
            guard let kind = EffectKind.named(effect.kind) else {
                return .failed(code: "invalid_request", message: "there is no effect \(effect.kind)")
            }
            let payload = try JSON(parsing: effect.payload)
            let call = EffectCall(kind: kind, effect: effect, payload: payload, mayHaveHappened: mayHaveHappened)
            switch kind.performer {
            case .git: return try await git.perform(call)
            case .forge: return .done(try await forge.perform(call))
            }
        } catch let error as ForgeError {
            return Self.end(of: error)
        } catch let error as GitError {
            return Self.end(of: error)
        } catch let error as MalformedEffect {
            return .failed(code: "invalid_request", message: "\(effect.kind): \(error.message)")
        } catch is CancellationError {
            return .retry(message: "the host is stopping", after: nil, mayHaveHappened: true)
        } catch {
            return .failed(code: "invalid_request", message: "\(effect.kind): \(error)")
        }
    }

    private static func end(of error: ForgeError) -> EffectEnd {
        switch error.disposition {
        case .retry(let after): .retry(message: error.description, after: after, mayHaveHappened: error.mayHaveHappened)
        case .permanent: .failed(code: error.code.description, message: error.message)
        case .stale: .failed(code: "stale", message: error.message)
        }
    }

    private static func end(of error: GitError) -> EffectEnd {
        switch error.classification {
        case .retry: .retry(message: error.description, after: nil, mayHaveHappened: true)
        case .permanent: .failed(code: error.code.description, message: error.message)
        case .stale: .failed(code: "stale", message: error.message)
        }
    }
}
