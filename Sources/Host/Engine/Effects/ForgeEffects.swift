import Contract
import Forge
import Logging
import Store

/// The effects that are calls of the forge's API.
struct ForgeEffects: Sendable {
    let forge: any Forge
    let logger: Logger

    /// Makes one attempt.
    /// - Returns: the result's document.
    func perform(_ call: EffectCall) async throws -> JSON {
        switch call.kind {
        case PostComment.kind: try await call.answer(comment)
        case AddReaction.kind: try await call.answer(react)
        case ChangeLabels.kind: try await call.answer(changeLabels)
        case SetStatus.kind: try await call.answer(setStatus)
        case ClosePullRequest.kind: try await call.answer(close)
        case ReopenPullRequest.kind: try await call.answer(reopen)
        case RetargetPullRequest.kind: try await call.answer(retarget)
        case CreatePullRequest.kind: try await call.answer(createPullRequest)
        case CreateDeployment.kind: try await call.answer(deploy)
        case CloseIssue.kind: try await call.answer(closeIssue)
        case DeleteRef.kind: try await call.answer(deleteRef)
        case FetchPullRequest.kind: try await call.answer(fetch)
        default: throw MalformedEffect(message: "it is not done through the forge's API")
        }
    }

    private func comment(_ request: PostComment, _ call: EffectCall) async throws -> PostComment.Result {
        let key = try call.pullRequest
        // Says which effect wrote the comment.
        let marker = "<!-- switchyard:\(request.code ?? "comment") \(call.effect.id) -->"
        if call.mayHaveHappened {
            let author = try await forge.viewer(as: call.caller).login
            let found = try await forge.findComment(holding: marker, by: author, on: key, as: call.caller)
            if let found { return PostComment.Result(id: found.id, url: found.url) }
        }
        let posted = try await forge.comment("\(request.body)\n\n\(marker)", on: key, as: call.caller)
        return PostComment.Result(id: posted.id, url: posted.url)
    }

    private func react(_ request: AddReaction, _ call: EffectCall) async throws -> NoResult {
        do {
            try await forge.react(request.content, to: request.comment, in: try call.repository, as: call.caller)
        } catch let error as ForgeError where error.code == .notFound {
            // The comment is gone, so nobody misses the reaction.
        }
        return NoResult()
    }

    private func changeLabels(_ request: ChangeLabels, _ call: EffectCall) async throws -> NoResult {
        try await forge.changeLabels(add: request.add, remove: request.remove, on: try call.pullRequest, as: call.caller)
        return NoResult()
    }

    private func setStatus(_ request: SetStatus, _ call: EffectCall) async throws -> NoResult {
        try await forge.report(request, in: try call.repository, as: call.caller)
        return NoResult()
    }

    /// If somebody has reopened the pull request since, it stays open.
    private func close(_ request: ClosePullRequest, _ call: EffectCall) async throws -> ClosePullRequest.Result {
        let key = try call.pullRequest
        if call.mayHaveHappened, try await wasReopened(key, since: request.knownAt ?? call.askedAt, call) {
            return ClosePullRequest.Result(reopened: true)
        }
        try await forge.close(key, as: call.caller)
        return ClosePullRequest.Result()
    }

    private func wasReopened(_ key: PullRequestKey, since moment: Timestamp, _ call: EffectCall) async throws -> Bool {
        do {
            return try await forge.wasReopened(key, since: moment, as: call.caller)
        } catch let error as ForgeError where error.code == .notFound {
            // The forge keeps no such history: all we can do is close it again.
            return false
        }
    }

    private func reopen(_ request: ReopenPullRequest, _ call: EffectCall) async throws -> NoResult {
        try await forge.reopen(try call.pullRequest, as: call.caller)
        return NoResult()
    }

    private func retarget(_ request: RetargetPullRequest, _ call: EffectCall) async throws -> NoResult {
        try await forge.retarget(try call.pullRequest, to: request.base, as: call.caller)
        return NoResult()
    }

    private func createPullRequest(_ request: CreatePullRequest, _ call: EffectCall) async throws -> CreatePullRequest.Result {
        let repository = try call.repository
        if call.mayHaveHappened {
            let author = try await forge.viewer(as: call.caller).login
            let found = try await forge.findPullRequest(request, by: author, in: repository, since: call.askedAt, as: call.caller)
            if let found { return Self.created(found) }
        }
        return Self.created(try await forge.createPullRequest(request, in: repository, as: call.caller))
    }

    private static func created(_ pullRequest: PullRequestDocument) -> CreatePullRequest.Result {
        CreatePullRequest.Result(number: pullRequest.number, url: pullRequest.url, pullRequest: pullRequest)
    }

    private func deploy(_ request: CreateDeployment, _ call: EffectCall) async throws -> CreateDeployment.Result {
        let id = try await forge.deploy(request, looking: call.mayHaveHappened, in: try call.repository, as: call.caller)
        return CreateDeployment.Result(id: id)
    }

    private func closeIssue(_ request: CloseIssue, _ call: EffectCall) async throws -> NoResult {
        try await forge.closeIssue(request.issue, in: try call.repository, as: call.caller)
        return NoResult()
    }

    private func deleteRef(_ request: DeleteRef, _ call: EffectCall) async throws -> NoResult {
        try await forge.deleteReference(request.ref, expected: request.expected?.hex, in: try call.repository, as: call.caller)
        return NoResult()
    }

    private func fetch(_ request: FetchPullRequest, _ call: EffectCall) async throws -> FetchPullRequest.Result {
        try await forge.fetch(try call.pullRequest, withComments: request.comments, as: call.caller)
    }
}
