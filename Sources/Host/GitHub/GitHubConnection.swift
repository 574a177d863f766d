internal import Contract
internal import Forge
internal import HTTPClient
internal import Logging
internal import Synchronization

/// One identity's way to GitHub: token, budget, cache, and what becomes of each answer.
final class GitHubConnection: Sendable {
    let identity: IdentityName
    let budget: RateBudget
    let endpoints: GitHubEndpoints
    let clock: any ForgeClock
    private let credential: any Credential
    private let http: HTTPClient
    private let settings: GitHubSettings
    private let logger: Logger
    private let cache: Mutex<EntityCache>

    /// A good answer.
    struct Answer {
        let response: HTTPResponse
        let document: JSON
    }

    /// A page of a list or a single document, made of an answer now or when it was given first.
    struct Page {
        let document: JSON
        let next: String?
        let isUnchanged: Bool
    }

    init(
        identity: IdentityName, credential: any Credential, endpoints: GitHubEndpoints, http: HTTPClient, settings: GitHubSettings,
        clock: any ForgeClock, logger: Logger
    ) {
        self.identity = identity
        self.credential = credential
        self.endpoints = endpoints
        self.http = http
        self.settings = settings
        self.clock = clock
        self.logger = logger
        budget = RateBudget(settings: settings.budget, clock: clock)
        cache = Mutex(EntityCache(capacity: settings.cacheBytes))
    }

    private var classifier: GitHubErrorClassifier { GitHubErrorClassifier(identity: identity, now: clock.now) }

    // MARK: Calls

    /// Makes a call once and answers the document of a good answer; `.null` where there is none.
    @discardableResult
    func change(_ call: GitHubCall, _ priority: ForgePriority) async throws -> JSON {
        try await perform(call, priority, tag: nil).document
    }

    /// Asks, with the tag of the last answer; `reduce` makes the document that is kept.
    func ask(
        _ call: GitHubCall, _ priority: ForgePriority, _ reduce: (JSON) throws -> JSON
    ) async throws -> Page {
        let url = try url(of: call)
        let known = cache.withLock { $0.entry(for: url) }
        let answer = try await performPatiently(call, priority, tag: known?.tag)
        if answer.response.status == 304, let known {
            return Page(document: known.document, next: known.next, isUnchanged: true)
        }
        let document: JSON
        do {
            document = try reduce(answer.document)
        } catch {
            throw classifier.malformed(call, "\(error)")
        }
        let next = LinkHeader.target("next", in: answer.response.headers.all("Link"))
        cache.withLock { cache in
            if let tag = answer.response.headers["ETag"] {
                cache.store(document, tag: tag, next: next, for: url)
            } else {
                cache.remove(url)
            }
        }
        return Page(document: document, next: next, isUnchanged: false)
    }

    /// Asks for all pages of a list while `more` wants them; each page is conditional by itself.
    func askAll(
        _ call: GitHubCall, _ priority: ForgePriority, while more: ([JSON]) -> Bool = { _ in true }, _ reduce: (JSON) throws -> [JSON]
    ) async throws -> [JSON] {
        var elements: [JSON] = []
        var call = call
        for _ in 0..<settings.pageLimit {
            let page = try await ask(call, priority) { .array(try reduce($0)) }
            elements += page.document.array ?? []
            guard let next = page.next, more(elements) else { return elements }
            call = call.next(next)
        }
        throw classifier.malformed(call, "the list has more than \(settings.pageLimit) pages")
    }

    /// Asks again after a passing failure, a few times: nothing can happen twice by asking.
    private func performPatiently(_ call: GitHubCall, _ priority: ForgePriority, tag: String?) async throws -> Answer {
        for pause in settings.retryPauses {
            do {
                return try await perform(call, priority, tag: tag)
            } catch let error as ForgeError where error.code == .unavailable && !Task.isCancelled {
                logger.debug("forge call is repeated", metadata: ["forge.call": "\(call.place)", "error": "\(error)"])
                try await clock.sleep(until: clock.now.adding(milliseconds: pause))
            }
        }
        return try await perform(call, priority, tag: tag)
    }

    // MARK: One exchange

    private func perform(_ call: GitHubCall, _ priority: ForgePriority, tag: String?) async throws -> Answer {
        let token = try await token(for: call)
        do {
            return try await exchange(call, priority, tag: tag, token: token)
        } catch let error as ForgeError where error.code == .authentication {
            await credential.refused(token)
            let other = try await self.token(for: call)
            guard other != token else { throw error }
            return try await exchange(call, priority, tag: tag, token: other)
        }
    }

    private func token(for call: GitHubCall) async throws -> Secret {
        do {
            return try await credential.token()
        } catch {
            throw ForgeError(
                .authentication, .retry(afterMilliseconds: 10_000),
                "There is no token for identity \"\(identity)\"; check where the configuration says it comes from.",
                location: call.place, cause: error)
        }
    }

    private func exchange(_ call: GitHubCall, _ priority: ForgePriority, tag: String?, token: Secret) async throws -> Answer {
        if let moment = try await budget.acquire(priority, isMutating: call.isMutating, resource: call.resource) {
            throw classifier.limited(call, until: moment)
        }
        let response = try await send(try request(call, tag: tag, token: token), call)
        if let reading = GitHubErrorClassifier.reading(response) {
            await budget.observe(reading, resource: response.headers["X-RateLimit-Resource"] ?? call.resource)
        }
        if let pace = GitHubErrorClassifier.pace(response, now: clock.now) { throw await slowDown(call, pace, response) }
        guard (200..<300).contains(response.status) || (response.status == 304 && tag != nil) else {
            throw redacting(classifier.refusal(call, response), token)
        }
        await budget.succeeded()
        return Answer(response: response, document: try document(of: response, call))
    }

    private func send(_ request: HTTPRequest, _ call: GitHubCall) async throws -> HTTPResponse {
        do {
            return try await http.send(request)
        } catch let error as HTTPError where error.code == .cancelled {
            throw CancellationError()
        } catch let error as HTTPError {
            throw classifier.transport(call, error)
        }
    }

    private func slowDown(_ call: GitHubCall, _ pace: GitHubErrorClassifier.Pace, _ response: HTTPResponse) async -> ForgeError {
        let moment =
            switch pace {
            case .pause(let milliseconds): await budget.pause(milliseconds: milliseconds)
            case .periodIsOver(let moment): moment
            }
        logger.warning(
            "the forge limits the calls",
            metadata: ["identity": "\(identity)", "forge.call": "\(call.place)", "until": "\(moment)", "status": "\(response.status)"])
        return classifier.limited(call, until: moment, status: response.status)
    }

    private func document(of response: HTTPResponse, _ call: GitHubCall) throws -> JSON {
        guard !response.body.isEmpty, response.status != 304 else { return .null }
        do {
            return try JSON(parsing: response.body)
        } catch {
            throw classifier.malformed(call, "\(error)")
        }
    }

    private func request(_ call: GitHubCall, tag: String?, token: Secret) throws -> HTTPRequest {
        var request = HTTPRequest(
            method: call.method, url: try url(of: call), body: call.body?.bytes, redirects: .followedOnSameOrigin(maximum: 3))
        request.headers = [
            "Accept": "application/vnd.github+json", "X-GitHub-Api-Version": "2022-11-28", "Authorization": "Bearer \(token.reveal())",
        ]
        if call.body != nil { request.headers["Content-Type"] = "application/json" }
        if let tag { request.headers["If-None-Match"] = tag }
        request.totalDeadline = settings.deadline
        return request
    }

    /// The URL of a call. What an answer gave as the next page stays on the origin of the API: it gets the token.
    private func url(of call: GitHubCall) throws -> String {
        if call.target.hasPrefix("/") { return endpoints.api + call.target }
        guard let origin = HTTPOrigin(of: call.target),
            origin == HTTPOrigin(of: endpoints.api) || call.target == endpoints.graphQL
        else {
            throw ForgeError(
                .malformedAnswer, .permanent,
                "The answer's next page is on another origin, where no token is sent; check the configured address.",
                location: "\(call.method) \(endpoints.api)")
        }
        return call.target
    }

    private func redacting(_ error: ForgeError, _ token: Secret) -> ForgeError {
        ForgeError(
            error.code, error.disposition, token.redacted(from: error.message), location: error.location,
            mayHaveHappened: error.mayHaveHappened, status: error.status, cause: error.cause)
    }
}
