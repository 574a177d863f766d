import Forge
import Logging
import PluginAPI
import Store

/// The effects that are calls of the forge's API.
struct ForgeEffects: Sendable {
    let forge: any Forge
    let logger: Logger

    /// Makes one attempt.
    /// - Returns: the result's document.
    func perform(_ kind: EffectKind, _ effect: EffectRequest, _ payload: JSON, isEndUnknown: Bool) async throws -> JSON {
        guard let repository = RepositoryName(effect.repository) else {
            throw MalformedEffect(message: "\(effect.repository) is no repository name")
        }
        let call = Call(effect: effect, payload: payload, repository: repository, isEndUnknown: isEndUnknown)
        switch kind {
        case .comment: return try await comment(call)
        case .reaction: return try await reaction(call)
        case .createPullRequest: return try await createPullRequest(call)
        case .deployment: return try await deployment(call)
        case .close: return try await close(call)
        case .fetch: return try await forge.fetch(try call.pullRequest, withComments: payload["comments"].bool ?? false, as: call.caller)
        default: return try await simple(kind, call)
        }
    }

    private struct Call {
        let effect: EffectRequest
        let payload: JSON
        let repository: RepositoryName
        let isEndUnknown: Bool

        var caller: ForgeCaller {
            ForgeCaller(IdentityName(rawValue: effect.identity), effect.kind == "close" ? .landing : .comments)
        }

        var pullRequest: PullRequestKey {
            get throws {
                guard let number = effect.number else { throw MalformedEffect(message: "it needs the number of a pull request") }
                return PullRequestKey(repository, number)
            }
        }

        /// Stands in the comment and says which effect wrote it.
        var marker: String { "\(effect.id) -->" }
        /// By our clock.
        var askedAt: Timestamp { Timestamp(milliseconds: effect.createdAt) }
        /// When the pull request had last changed, as far as was known when this was asked for; by the forge's clock.
        var knownAt: Timestamp { Timestamp(milliseconds: payload[Effect.knownAt].int64 ?? effect.createdAt) }
    }

    private func comment(_ call: Call) async throws -> JSON {
        let key = try call.pullRequest
        let marker = "<!-- switchyard:\(call.payload["code"].string ?? "comment") \(call.marker)"
        if call.isEndUnknown {
            let author = try await forge.viewer(as: call.caller).login
            let found = try await forge.findComment(holding: marker, by: author, on: key, as: call.caller)
            if let found { return ["id": .int(found.id), "url": .string(found.url)] }
        }
        let body = try call.payload.required("body") + "\n\n\(marker)"
        let posted = try await forge.comment(body, on: key, as: call.caller)
        return ["id": .int(posted.id), "url": .string(posted.url)]
    }

    private func reaction(_ call: Call) async throws -> JSON {
        guard let key = CommentKey(try call.payload.required("comment_key")) else {
            throw MalformedEffect(message: "comment_key must be comment:ID or review:ID")
        }
        do {
            try await forge.react(call.payload["content"].string ?? "eyes", to: key, in: call.repository, as: call.caller)
        } catch let error as ForgeError where error.code == .notFound {
            // The comment is gone: nobody misses the reaction.
        }
        return [:]
    }

    private func createPullRequest(_ call: Call) async throws -> JSON {
        let new = NewPullRequest(
            title: try call.payload.required("title"), body: call.payload["body"].string ?? "",
            head: try call.payload.required("head"), base: try call.payload.required("base"),
            isDraft: call.payload["draft"].bool ?? false)
        if call.isEndUnknown {
            let author = try await forge.viewer(as: call.caller).login
            let found = try await forge.findPullRequest(new, by: author, in: call.repository, since: call.askedAt, as: call.caller)
            if let found { return ["number": found["number"], "url": found["url"], "pull_request": found] }
        }
        let made = try await forge.createPullRequest(new, in: call.repository, as: call.caller)
        return ["number": made["number"], "url": made["url"], "pull_request": made]
    }

    private func deployment(_ call: Call) async throws -> JSON {
        let new = NewDeployment(
            sha: try call.payload.required("sha"), environment: call.payload["environment"].string ?? "merge",
            description: call.payload["description"].string ?? "", url: call.payload["url"].string)
        let id = try await forge.deploy(new, looking: call.isEndUnknown, in: call.repository, as: call.caller)
        return ["id": .int(id)]
    }

    /// A close that somebody has undone since it was asked for stays undone.
    private func close(_ call: Call) async throws -> JSON {
        let key = try call.pullRequest
        if call.isEndUnknown, try await wasReopened(key, call) { return ["reopened": true] }
        try await forge.close(key, as: call.caller)
        return [:]
    }

    private func wasReopened(_ key: PullRequestKey, _ call: Call) async throws -> Bool {
        do {
            return try await forge.wasReopened(key, since: call.knownAt, as: call.caller)
        } catch let error as ForgeError where error.code == .notFound {
            // A forge that keeps no such history: closing again is all that is left.
            return false
        }
    }

    private func simple(_ kind: EffectKind, _ call: Call) async throws -> JSON {
        let payload = call.payload
        switch kind {
        case .labels:
            try await forge.changeLabels(
                add: payload.strings("add"), remove: payload.strings("remove"), on: try call.pullRequest, as: call.caller)
        case .status:
            guard let state = StatusReport.State(rawValue: try payload.required("state")) else {
                throw MalformedEffect(message: "state must be success, pending, failure or error")
            }
            try await forge.report(
                StatusReport(
                    sha: try payload.required("sha"), context: try payload.required("context"), state: state,
                    description: payload["description"].string, targetURL: payload["target_url"].string),
                in: call.repository, as: call.caller)
        case .reopen: try await forge.reopen(try call.pullRequest, as: call.caller)
        case .retarget: try await forge.retarget(try call.pullRequest, to: try payload.required("base"), as: call.caller)
        case .deleteRef:
            try await forge.deleteReference(
                try payload.required("ref"), expected: payload["expected"].string, in: call.repository, as: call.caller)
        default: throw MalformedEffect(message: "it is not done through the forge's API")
        }
        return [:]
    }
}
