/// One rule that makes the simulator misbehave.
struct FaultRule: Sendable {
    /// What a rule matches; a missing member matches everything. Texts may contain `*`.
    struct Match: Sendable {
        var repository: String?
        var method: String?
        var path: String?
        var event: String?
        var action: String?
        var ref: String?
        var login: String?
    }

    /// Where a fault applies.
    enum Place: Sendable {
        case delivery, call, git
    }

    let id: Int
    var match: Match
    /// The effect's name, such as `drop`.
    var effect: String
    /// The effect's parameter, such as milliseconds or a status.
    var value: ForgeJSON
    /// How often it will still fire; `nil` for ever.
    var times: Int?
    var probability: Double
    /// How many matching occasions to let pass first.
    var after: Int
    /// How often it has fired.
    var hits = 0

    /// The members of ``Match``, by their JSON names.
    static let matchMembers = ["repository", "method", "path", "event", "action", "ref", "login"]

    static let effects: [String: Place] = [
        "drop": .delivery, "delay_ms": .delivery, "duplicate": .delivery, "reorder": .delivery, "early": .delivery,
        "status": .call, "latency_ms": .call, "status_after": .call, "cut_after": .call, "rate_limit": .call, "revoke": .call,
        "blocked": .call,
        "refuse_push": .git, "missing_object": .git, "missing_pull_ref": .git, "stale_ref_ms": .git,
    ]

    /// Parses a rule: `effect` is a name beside `value`, or an object with one member.
    init(id: Int, json: ForgeJSON) throws {
        self.id = id
        (effect, value) = try FaultReader.effect(json)
        match = try FaultReader.match(json["match"])
        times = try FaultReader.number(json, "times", from: 0)
        after = try FaultReader.number(json, "after", from: 0) ?? 0
        hits = try FaultReader.number(json, "hits", from: 0) ?? 0
        probability = try FaultReader.probability(json)
        try FaultReader.checkMembers(json, effect: effect)
        if effect == "refuse_push", let place = value.int {
            guard (1...1_000_000_000).contains(place) else {
                throw Refusal.unprocessable("\"value\" of refuse_push must be a reason, or which update is refused, from 1")
            }
            after += place - 1
            times = times ?? 1
            value = .null
        }
    }

    var json: ForgeJSON {
        var text: ForgeJSON = [:]
        let pairs = [
            ("repository", match.repository), ("method", match.method), ("path", match.path), ("event", match.event),
            ("action", match.action), ("ref", match.ref), ("login", match.login),
        ]
        for (key, value) in pairs { if let value { text[key] = .string(value) } }
        return [
            "id": ForgeJSON(id), "match": text, "effect": .string(effect), "value": value, "times": ForgeJSON(times),
            "probability": .double(probability), "after": ForgeJSON(after), "hits": ForgeJSON(hits),
        ]
    }

    /// Whether the rule matches an occasion.
    func matches(_ occasion: Match) -> Bool {
        let pairs = [
            (match.repository, occasion.repository), (match.method, occasion.method), (match.path, occasion.path),
            (match.event, occasion.event), (match.action, occasion.action), (match.ref, occasion.ref), (match.login, occasion.login),
        ]
        return pairs.allSatisfy { pattern, text in
            guard let pattern else { return true }
            guard let text else { return false }
            return glob(pattern.lowercased(), text.lowercased())
        }
    }
}

/// Whether a text matches a pattern in which `*` matches anything.
func glob(_ pattern: String, _ text: String) -> Bool {
    let pattern = Array(pattern.utf8)
    let text = Array(text.utf8)
    var p = 0
    var t = 0
    var star: (p: Int, t: Int)?
    while t < text.count {
        if p < pattern.count, pattern[p] == UInt8(ascii: "*") {
            star = (p, t)
            p += 1
        } else if p < pattern.count, pattern[p] == text[t] {
            p += 1
            t += 1
        } else if let back = star {
            p = back.p + 1
            t = back.t + 1
            star = (back.p, t)
        } else {
            return false
        }
    }
    return pattern[p...].allSatisfy { $0 == UInt8(ascii: "*") }
}
