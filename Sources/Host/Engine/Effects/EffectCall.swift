import Contract
import Forge
import Store

/// One attempt at an effect: the request, with its payload parsed.
struct EffectCall: Sendable {
    let kind: EffectKind
    let effect: StoredEffect
    let payload: JSON
    /// An earlier attempt may have done the work: look before doing it again.
    let mayHaveHappened: Bool

    /// Parses the payload as the kind's request, carries it out and returns the result's document.
    ///
    /// - Throws: ``MalformedEffect`` for a payload that the kind does not accept.
    func answer<Request: EffectRequest>(
        _ carryOut: (Request, EffectCall) async throws -> Request.Result
    ) async throws -> JSON {
        try JSON(encoding: try await carryOut(try request(), self))
    }

    /// The payload as a request of its kind.
    func request<Request: EffectRequest>() throws -> Request {
        do {
            return try Request(payload: payload)
        } catch {
            throw MalformedEffect(message: "\(error)")
        }
    }

    var caller: ForgeCaller {
        ForgeCaller(IdentityName(rawValue: effect.identity), kind == ClosePullRequest.kind ? .landing : .comments)
    }

    var repository: RepositoryName {
        get throws {
            guard let name = RepositoryName(effect.repository) else {
                throw MalformedEffect(message: "\(effect.repository) is not a repository name")
            }
            return name
        }
    }

    var pullRequest: PullRequestKey {
        get throws {
            guard let number = effect.number else { throw MalformedEffect(message: "it needs the number of a pull request") }
            return PullRequestKey(try repository, number)
        }
    }

    /// When it was requested, by our clock.
    var askedAt: Timestamp { Timestamp(milliseconds: effect.createdAt) }
}

/// An effect that cannot be carried out as requested; the message completes "KIND: …".
struct MalformedEffect: Error {
    var message: String
}
