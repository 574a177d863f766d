/// One rule of the scripted CI: which commits it reports on, and with which result.
///
/// As JSON: `{repository, branch, pull_requests, contexts, delay_ms, pending, login, state, red_if: [{path, contains}], red_if_message, flaky, checks}`.
public struct CIRule: Sendable {
    /// A file whose content turns a commit red.
    public struct Red: Sendable {
        /// The path in the tree; `*` matches anything.
        public var path: String
        /// What the content must contain; `nil`: it is enough that the file exists.
        public var contains: String?
        /// The contexts that turn red; empty means all.
        public var contexts: [String]

        /// Makes a condition.
        public init(path: String, contains: String? = nil, contexts: [String] = []) {
            self.path = path
            self.contains = contains
            self.contexts = contexts
        }
    }

    /// Which repositories, `*` matches anything.
    public var repository: String
    /// Which branches; `nil`: none.
    public var branch: String?
    /// Whether it reports on heads of pull requests.
    public var pullRequests: Bool
    /// The status contexts.
    public var contexts: [String]
    /// Milliseconds from the push to the result.
    public var delay: Int
    /// Whether it reports `pending` first.
    public var pending: Bool
    /// Who sets the statuses; `nil`: whoever pushed.
    public var login: String?
    /// The result if nothing turns it red.
    public var state: String
    /// What turns it red.
    public var red: [Red]
    /// A text in the commit message that turns it red.
    public var redMessage: String?
    /// The probability of a failure without a reason.
    public var flaky: Double
    /// Whether it reports check runs instead of statuses.
    public var checks: Bool

    /// Makes a rule; by default everything is green at once.
    public init(
        repository: String = "*", branch: String? = nil, pullRequests: Bool = false, contexts: [String] = ["ci"], delay: Int = 0,
        pending: Bool = false, login: String? = nil, state: String = "success", red: [Red] = [], redMessage: String? = nil,
        flaky: Double = 0,
        checks: Bool = false
    ) {
        self.repository = repository
        self.branch = branch
        self.pullRequests = pullRequests
        self.contexts = contexts
        self.delay = delay
        self.pending = pending
        self.login = login
        self.state = state
        self.red = red
        self.redMessage = redMessage
        self.flaky = flaky
        self.checks = checks
    }
}

extension CIRule {
    private static let members = [
        "repository", "branch", "pull_requests", "contexts", "delay_ms", "pending", "login", "state", "red_if", "red_if_message", "flaky",
        "checks",
    ]

    /// Reads a rule.
    init(json: ForgeJSON) throws {
        guard json.object != nil else { throw Refusal.unprocessable("a CI rule must be an object") }
        let contexts = json["contexts"].array?.compactMap(\.string) ?? ["ci"]
        let red = (json["red_if"].array ?? (json["red_if"].object == nil ? [] : [json["red_if"]])).compactMap { item in
            item["path"].string.map {
                Red(path: $0, contains: item["contains"].string, contexts: item["contexts"].array?.compactMap(\.string) ?? [])
            }
        }
        self.init(
            repository: json["repository"].string ?? "*", branch: json["branch"].string, pullRequests: json["pull_requests"].bool ?? false,
            contexts: contexts, delay: json["delay_ms"].int ?? 0, pending: json["pending"].bool ?? false, login: json["login"].string,
            state: json["state"].string ?? "success", red: red, redMessage: json["red_if_message"].string, flaky: json["flaky"].double ?? 0,
            checks: json["checks"].bool ?? false)
        guard CommitStatus.states.contains(state) else {
            throw Refusal.unprocessable("a CI rule's state must be success, failure, error or pending")
        }
        guard (0...FaultReader.longestWait).contains(delay) else {
            throw Refusal.unprocessable("a CI rule's delay_ms must be a number from 0 to \(FaultReader.longestWait)")
        }
        guard (0...1).contains(flaky) else { throw Refusal.unprocessable("a CI rule's flaky must be a number from 0 to 1") }
        for (name, _) in json.object?.members ?? [] where !Self.members.contains(name) {
            throw Refusal.unprocessable("unknown member '\(name)' of a CI rule; known are \(Self.members.joined(separator: ", "))")
        }
    }

    /// The rule as JSON.
    var json: ForgeJSON {
        [
            "repository": .string(repository), "branch": ForgeJSON(branch), "pull_requests": .bool(pullRequests),
            "contexts": .array(contexts.map(ForgeJSON.string)), "delay_ms": ForgeJSON(delay), "pending": .bool(pending),
            "login": ForgeJSON(login), "state": .string(state),
            "red_if": .array(
                red.map { item in
                    [
                        "path": .string(item.path), "contains": ForgeJSON(item.contains),
                        "contexts": .array(item.contexts.map(ForgeJSON.string)),
                    ]
                }),
            "red_if_message": ForgeJSON(redMessage), "flaky": .double(flaky), "checks": .bool(checks),
        ]
    }
}
