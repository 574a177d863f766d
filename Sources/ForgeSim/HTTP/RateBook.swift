import Synchronization

/// The resources for which the forge counts calls.
enum RateResource: String, Sendable, CaseIterable {
    case core, search, graphql, integrationManifest = "integration_manifest", sourceImport = "source_import"
    case codeScanningUpload = "code_scanning_upload", runnerRegistration = "actions_runner_registration", scim
    case dependencySnapshots = "dependency_snapshots", codeSearch = "code_search", codeScanningAutofix = "code_scanning_autofix"

    /// The resource for which a call counts.
    init(_ segments: [String]) {
        switch segments.first {
        case "graphql": self = .graphql
        case "search": self = segments.dropFirst().first == "code" ? .codeSearch : .search
        case "app-manifests": self = .integrationManifest
        default: self = .core
        }
    }

    /// Calls per window, as the forge documents them.
    func limit(signedIn: Bool) -> Int {
        switch self {
        case .core: signedIn ? 5_000 : 60
        case .search: signedIn ? 30 : 10
        case .graphql: signedIn ? 5_000 : 0
        case .integrationManifest: signedIn ? 5_000 : 60
        case .sourceImport, .dependencySnapshots: 100
        case .codeScanningUpload: 500
        case .runnerRegistration: 10_000
        case .scim: 15_000
        case .codeSearch: signedIn ? 10 : 60
        case .codeScanningAutofix: 10
        }
    }

    /// The length of a window in milliseconds.
    var window: Int64 {
        switch self {
        case .search, .codeSearch, .sourceImport, .dependencySnapshots, .codeScanningAutofix: 60_000
        default: 3_600_000
        }
    }
}

/// A caller's standing in the window of a resource.
struct RateStanding: Sendable {
    let resource: RateResource
    let limit: Int
    var used: Int
    /// Seconds since 1970.
    var reset: Int64
    /// Whether the limit was set through the control API, so that it is enforced and not only shown.
    let isEnforced: Bool

    var remaining: Int { max(0, limit - used) }
    var isExceeded: Bool { isEnforced && used >= limit }

    var headers: [(String, String)] {
        [
            ("X-RateLimit-Limit", String(limit)), ("X-RateLimit-Remaining", String(remaining)), ("X-RateLimit-Used", String(used)),
            ("X-RateLimit-Reset", String(reset)), ("X-RateLimit-Resource", resource.rawValue),
        ]
    }

    /// The entry of `GET /rate_limit`.
    var json: ForgeJSON {
        ["limit": ForgeJSON(limit), "used": ForgeJSON(used), "remaining": ForgeJSON(remaining), "reset": .int(reset)]
    }
}

/// How many calls each caller has left. The forge's limits are shown but not enforced until the control API sets them.
final class RateBook: Sendable {
    /// The limit for anonymous calls, in addition to those of ``RateResource``.
    static let unauthenticated = "unauthenticated"

    private struct Account {
        var window: Int64
        var count: Int
    }

    private struct State {
        var accounts: [String: Account] = [:]
        /// By resource name.
        var limits: [String: Int] = [:]
    }

    private let settings: Settings
    private let state = Mutex(State())

    /// Loads the limits from the tables.
    init(settings: Settings) throws {
        self.settings = settings
        try load()
    }

    /// The limits that are enforced, by resource name.
    var limits: [String: Int] {
        get { state.withLock { $0.limits } }
        set {
            state.withLock { $0 = State(limits: newValue) }
            settings.save("limits", Self.json(newValue))
        }
    }

    /// Limits as the control API shows them.
    static func json(_ limits: [String: Int]) -> ForgeJSON {
        .object(ForgeObject(limits.sorted { $0.key < $1.key }.map { ($0.key, ForgeJSON($0.value)) }))
    }

    /// Reloads from the tables after they were replaced.
    func load() throws {
        let pairs = try settings.load("limits").object?.members.compactMap { name, value in value.int.map { (name, $0) } } ?? []
        state.withLock { $0 = State(limits: Dictionary(pairs) { $1 }) }
    }

    /// A caller's standing; `nil` stands for all anonymous callers.
    func standing(of caller: String?, _ resource: RateResource, now: Int64) -> RateStanding {
        charge(caller, resource, now: now, counts: false)
    }

    /// Counts a call, if it counts, and returns the caller's standing afterwards.
    func charge(_ caller: String?, _ resource: RateResource, now: Int64, counts: Bool) -> RateStanding {
        let window = now / resource.window
        return state.withLock { state in
            let key = "\(resource.rawValue) \(caller ?? "")"
            var account = state.accounts[key] ?? Account(window: window, count: 0)
            if account.window != window { account = Account(window: window, count: 0) }
            if counts { account.count += 1 }
            state.accounts[key] = account
            let set = caller == nil && resource == .core ? state.limits[Self.unauthenticated] : state.limits[resource.rawValue]
            return RateStanding(
                resource: resource, limit: set ?? resource.limit(signedIn: caller != nil), used: account.count,
                reset: (window + 1) * resource.window / 1000, isEnforced: set != nil)
        }
    }

    /// Resets the counters.
    func clear() { state.withLock { $0.accounts = [:] } }
}

extension Refusal {
    /// The primary limit is used up.
    static func rateLimit(_ identity: Identity, address: String, _ standing: RateStanding) -> Refusal {
        let text =
            identity.user.map { "API rate limit exceeded for user ID \($0.id)." }
            ?? "API rate limit exceeded for \(address). (But here's the good news: Authenticated requests get a higher rate limit. "
            + "Check out the documentation for more details.)"
        var exhausted = standing
        exhausted.used = max(standing.used, standing.limit)
        return Refusal(
            status: 403, message: text, headers: exhausted.headers,
            documentation: "\(Reference.root)/overview/rate-limits-for-the-rest-api")
    }

    /// Too many requests at once.
    static func secondaryRateLimit(status: Int, retryAfter: Int) -> Refusal {
        Refusal(
            status: status,
            message: "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.",
            headers: [("Retry-After", String(retryAfter))],
            documentation:
                "https://docs.github.com/free-pro-team@latest/rest/overview/rate-limits-for-the-rest-api#about-secondary-rate-limits")
    }

    /// A client that does not identify itself.
    static let anonymousAgent = Refusal(
        status: 403,
        message: "Request forbidden by administrative rules. Please make sure your request has a User-Agent header "
            + "(https://docs.github.com/en/rest/overview/resources-in-the-rest-api#user-agent-required). "
            + "Check https://developer.github.com for other possible causes.")

    static func unsupportedAccept(_ accept: String) -> Refusal {
        Refusal(status: 415, message: "Unsupported 'Accept' header: '\(accept)'. Must accept 'application/json'.")
    }
}
