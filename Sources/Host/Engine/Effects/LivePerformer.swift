package import Forge
package import Git
package import Logging
import PluginAPI
package import Store

/// Does effects for real: comments and the like through the forge's API, everything on commits through git.
package struct LivePerformer: EffectPerformer {
    private let forge: ForgeEffects
    private let git: GitEffects

    /// - Parameters:
    ///   - identities: how git authenticates under each identity, and who signs the commits that it makes.
    package init(
        forge: any Forge, endpoints: GitHubEndpoints, cache: RepositoryCache, identities: IdentityDirectory, logger: Logger
    ) {
        self.forge = ForgeEffects(forge: forge, logger: logger)
        git = GitEffects(
            cache: cache, forge: forge, identities: identities,
            address: { repository in ForgeRepositoryName(repository).map(endpoints.gitURL(of:)) }, logger: logger)
    }

    package func perform(_ effect: EffectRequest, isEndUnknown: Bool) async -> EffectEnd {
        do {
            guard let kind = EffectKind(rawValue: effect.kind) else {
                return .failed(code: "invalid_request", message: "there is no effect \(effect.kind)")
            }
            let payload = try JSON(parsing: effect.payload)
            switch kind {
            case .inspect, .compose, .push, .readRefs: return try await git.perform(kind, effect, payload)
            default: return .done(try await forge.perform(kind, effect, payload, isEndUnknown: isEndUnknown))
            }
        } catch let error as ForgeError {
            return Self.end(of: error)
        } catch let error as GitError {
            return Self.end(of: error)
        } catch let error as MalformedEffect {
            return .failed(code: "invalid_request", message: "\(effect.kind): \(error.message)")
        } catch is CancellationError {
            return .retry(message: "the host is stopping", after: nil, isEndUnknown: true)
        } catch {
            return .failed(code: "invalid_request", message: "\(effect.kind): \(error)")
        }
    }

    private static func end(of error: ForgeError) -> EffectEnd {
        switch error.disposition {
        case .retry(let after): .retry(message: error.description, after: after, isEndUnknown: error.endIsUnknown)
        case .permanent: .failed(code: error.code.description, message: error.message)
        case .stale: .failed(code: "stale", message: error.message)
        }
    }

    private static func end(of error: GitError) -> EffectEnd {
        switch error.classification {
        case .retry: .retry(message: error.description, after: nil, isEndUnknown: true)
        case .permanent: .failed(code: error.code.description, message: error.message)
        case .stale: .failed(code: "stale", message: error.message)
        }
    }
}

/// An effect whose payload is not what its kind needs.
struct MalformedEffect: Error {
    var message: String
}

extension JSON {
    /// A member that a payload must have.
    func required(_ name: String) throws -> String {
        guard let value = self[name].string else { throw MalformedEffect(message: "its payload lacks \(name)") }
        return value
    }

    func strings(_ name: String) -> [String] { (self[name].array ?? []).compactMap(\.string) }
}
