import Forge
import Git
import Logging
import PluginAPI
import Store

/// The effects on commits and branches.
struct GitEffects: Sendable {
    let cache: RepositoryCache
    let forge: any Forge
    let identities: IdentityDirectory
    /// Where a repository is fetched from and pushed to; nil for what is no name.
    let address: @Sendable (String) -> String?
    let logger: Logger

    func perform(_ kind: EffectKind, _ effect: EffectRequest, _ payload: JSON) async throws -> EffectEnd {
        switch kind {
        case .inspect: return .done(try await inspect(effect, payload))
        case .compose: return .done(try await compose(effect, payload))
        case .push: return try await push(effect, payload)
        case .readRefs: return .done(try await readReferences(effect, payload))
        default: throw MalformedEffect(message: "it is not done by git")
        }
    }

    private func remote(_ effect: EffectRequest) async throws -> Remote {
        guard let credential = identities.credential(of: effect.identity) else {
            throw MalformedEffect(message: "there is no identity \(effect.identity)")
        }
        guard let url = address(effect.repository) else { throw MalformedEffect(message: "\(effect.repository) is no repository name") }
        let token = try await credential.token()
        return Remote(url: url, credential: .token(token.reveal()))
    }

    /// What git knows of the pull requests, beside what the forge says of them at this moment.
    private func inspect(_ effect: EffectRequest, _ payload: JSON) async throws -> JSON {
        let request = try payload.decode(as: InspectRequest.self)
        let repository = try await cache.repository(effect.repository)
        let found = try await repository.inspect(request, keep: Self.keep(payload, effect), from: try await remote(effect))
        let document = try JSON(encoding: found)
        var pullRequests: [JSON] = []
        for item in document["pull_requests"].array ?? [] { pullRequests.append(try await withForgeView(item, effect)) }
        var object = document.object ?? [:]
        object["pull_requests"] = .array(pullRequests)
        return .object(object)
    }

    private func withForgeView(_ item: JSON, _ effect: EffectRequest) async throws -> JSON {
        guard let name = ForgeRepositoryName(effect.repository), let number = item["number"].int else { return item }
        let caller = ForgeCaller(IdentityName(rawValue: effect.identity), .landing)
        var object = item.object ?? [:]
        let view: JSON
        do {
            view = try await forge.pullRequest(PullRequestKey(name, number), as: caller).document
        } catch let error as ForgeError where error.code == .notFound {
            // Deleted on the forge: one such pull request must not stop the others.
            object["found"] = false
            object["state"] = "closed"
            return .object(object)
        }
        for key in ["title", "body", "draft", "state"] { object[key] = view[key] }
        object["base"] = view["base"]["ref"]
        object["head"] = view["head"]["sha"]
        return .object(object)
    }

    private func compose(_ effect: EffectRequest, _ payload: JSON) async throws -> JSON {
        var object = payload.object ?? [:]
        if payload["committer"].isNull {
            guard let author = identities.author(of: effect.identity) else {
                throw GitError(.unavailable, "the forge has not said yet who \(effect.identity) is; git_author in its configuration helps")
            }
            object["committer"] = ["name": .string(author.name), "email": .string(author.email)]
        }
        var plan = try JSON.object(object).decode(as: ComposePlan.self)
        if plan.time == 0 { plan.time = effect.createdAt }
        plan.keep = Self.keep(payload, effect)
        return try JSON(encoding: try await Composer(cache: cache).compose(plan))
    }

    private func push(_ effect: EffectRequest, _ payload: JSON) async throws -> EffectEnd {
        let updates = try payload["updates"].decode(as: [PushUpdate].self)
        let repository = try await cache.repository(effect.repository)
        let remote = try await remote(effect)
        switch try await repository.push(updates, to: remote) {
        case .pushed: return Self.pushed(updates)
        case .refused(let reference, let message): return .failed(code: "refused", message: "\(reference): \(message)")
        case .notFastForward(let reference, let message):
            return .failed(code: "not_fast_forward", message: "\(reference): \(message)")
        case .stale(let reference, let message):
            // An earlier attempt may have done it, and somebody may have built on it since: that is done, too.
            guard try await isDone(updates, in: repository, remote: remote, keep: Self.keep(payload, effect)) else {
                return .failed(code: "stale", message: "\(reference): \(message)")
            }
            return Self.pushed(updates)
        }
    }

    private func isDone(_ updates: [PushUpdate], in repository: BareRepository, remote: Remote, keep: String) async throws -> Bool {
        let now = try await repository.readReferences(updates.map(\.reference), from: remote)
        for update in updates {
            guard let wanted = update.id, let present = now[update.reference] else {
                guard update.id == nil, now[update.reference] == nil else { return false }
                continue
            }
            if present == wanted { continue }
            guard !update.force else { return false }
            let item = FetchItem(id: present)
            guard try await repository.fetch([item], keep: keep, from: remote)[item] == .present,
                try await repository.descends(present, from: wanted)
            else { return false }
        }
        return true
    }

    private static func pushed(_ updates: [PushUpdate]) -> EffectEnd {
        .done([
            "updates": .array(updates.map { ["ref": .string($0.reference), "sha": JSON($0.id?.hex)] })
        ])
    }

    private func readReferences(_ effect: EffectRequest, _ payload: JSON) async throws -> JSON {
        let names = payload.strings("refs")
        let repository = try await cache.repository(effect.repository)
        let found = try await repository.readReferences(names, from: try await remote(effect))
        var refs: [String: JSON] = [:]
        for name in names { refs[name] = JSON(found[name]?.hex) }
        return ["refs": .object(refs)]
    }

    /// The name under which what was fetched or made stays alive.
    private static func keep(_ payload: JSON, _ effect: EffectRequest) -> String {
        KeepName.name(of: effect, wanted: payload["keep"].string)
    }
}
