import Contract
import Forge
import Git
import Logging
import Store

/// The effects on commits and branches.
struct GitEffects: Sendable {
    let cache: RepositoryCache
    let forge: any Forge
    let identities: IdentityDirectory
    /// Where a repository is fetched from and pushed to; nil for an invalid name.
    let address: @Sendable (String) -> String?
    let logger: Logger

    func perform(_ call: EffectCall) async throws -> EffectEnd {
        switch call.kind {
        case Inspect.kind: .done(try await call.answer(inspect))
        case Compose.kind: .done(try await call.answer(compose))
        case Push.kind: try await push(try call.request(), call.effect)
        case ReadRefs.kind: .done(try await call.answer(readRefs))
        default: throw MalformedEffect(message: "it is not done by git")
        }
    }

    private func remote(_ effect: StoredEffect) async throws -> Remote {
        guard let credential = identities.credential(of: effect.identity) else {
            throw MalformedEffect(message: "there is no identity \(effect.identity)")
        }
        guard let url = address(effect.repository) else { throw MalformedEffect(message: "\(effect.repository) is not a repository name") }
        let token = try await credential.token()
        return Remote(url: url, credential: .token(token.reveal()))
    }

    /// What git knows about the pull requests, along with what the forge says about them now.
    private func inspect(_ request: Inspect, _ call: EffectCall) async throws -> Inspect.Result {
        let repository = try await cache.repository(call.effect.repository)
        let keep = KeepName.name(of: call.effect, wanted: request.keep)
        var result = try await repository.inspect(request, keep: keep, from: try await remote(call.effect))
        for index in result.pullRequests.indices { try await addForgeView(to: &result.pullRequests[index], call) }
        return result
    }

    private func addForgeView(to found: inout Inspect.Found, _ call: EffectCall) async throws {
        let caller = ForgeCaller(IdentityName(rawValue: call.effect.identity), .landing)
        let view: PullRequestDocument
        do {
            view = try await forge.pullRequest(PullRequestKey(try call.repository, found.number), as: caller).document
        } catch let error as ForgeError where error.code == .notFound {
            // Deleted on the forge: one such pull request must not block the others.
            found.found = false
            found.state = .closed
            return
        }
        found.title = view.title
        found.body = view.body
        found.isDraft = view.isDraft
        found.state = view.state
        found.base = view.base.ref
        if let head = ObjectID(view.head.sha) { found.head = head }
    }

    private func compose(_ request: Compose, _ call: EffectCall) async throws -> Compose.Result {
        var plan = request
        if plan.committer == nil { plan.committer = try committer(of: call.effect.identity) }
        if plan.time == nil { plan.time = call.askedAt }
        plan.keep = KeepName.name(of: call.effect, wanted: request.keep)
        return try await Composer(cache: cache).compose(plan)
    }

    private func committer(of identity: String) throws -> CommitAuthor {
        guard let author = identities.author(of: identity) else {
            throw GitError(.unavailable, "the forge has not said yet who \(identity) is; git_author in its configuration helps")
        }
        return CommitAuthor(name: author.name, email: author.email)
    }

    private func push(_ request: Push, _ effect: StoredEffect) async throws -> EffectEnd {
        let repository = try await cache.repository(effect.repository)
        let remote = try await remote(effect)
        switch try await repository.push(request.updates, to: remote) {
        case .pushed: return try Self.pushed(request)
        case .refused(let reference, let message): return .failed(code: "refused", message: "\(reference): \(message)")
        case .notFastForward(let reference, let message):
            return .failed(code: "not_fast_forward", message: "\(reference): \(message)")
        case .stale(let reference, let message):
            // An earlier attempt may have done it, and somebody may have built on it since: that counts as done.
            let keep = KeepName.name(of: effect, wanted: request.keep)
            guard try await isDone(request.updates, in: repository, remote: remote, keep: keep) else {
                return .failed(code: "stale", message: "\(reference): \(message)")
            }
            return try Self.pushed(request)
        }
    }

    private func isDone(_ updates: [Push.Update], in repository: BareRepository, remote: Remote, keep: String) async throws -> Bool {
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

    private static func pushed(_ request: Push) throws -> EffectEnd {
        let moved = request.updates.map { Push.Result.Moved(reference: $0.reference, id: $0.id) }
        return .done(try JSON(encoding: Push.Result(updates: moved)))
    }

    private func readRefs(_ request: ReadRefs, _ call: EffectCall) async throws -> ReadRefs.Result {
        let repository = try await cache.repository(call.effect.repository)
        let found = try await repository.readReferences(request.refs, from: try await remote(call.effect))
        var refs: [String: ObjectID?] = [:]
        for name in request.refs { refs.updateValue(found[name], forKey: name) }
        return ReadRefs.Result(refs: refs)
    }
}
