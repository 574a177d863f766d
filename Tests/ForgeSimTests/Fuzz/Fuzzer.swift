import ForgeSim

/// Makes requests that no honest client would send, from a seed.
struct Fuzzer {
    struct Request {
        let method: String
        let path: String
        let headers: [(String, String)]
        let body: [UInt8]
        /// The caller: a login, `nil` for an anonymous one.
        let login: String?

        /// Whether the answer is git's and not the API's.
        var speaksGit: Bool {
            let services = ["/info/refs", "/git-upload-pack", "/git-receive-pack"]
            return services.contains { path.contains($0) } && !path.hasPrefix("/repos/")
        }
    }

    /// Values for the placeholders in paths and bodies.
    var known: [String: [ForgeJSON]]
    private var dice: Dice
    private let endpoints: [(method: String, path: String)]

    private static let hostile: [ForgeJSON] = [
        "", " ", "..", "../../etc/passwd", "a/../../b", ".git", "\u{0}", "a\u{0}b", "\n", "\u{7F}", "%", "%00", "%2e%2e%2f",
        "'; DROP TABLE users; --",
        "ä\u{308}\u{1F600}", "-1", "0", "9223372036854775807", "99999999999999999999999", "1e400", "NaN", "refs/heads/../x", "refs/heads/",
        "refs/heads/a.lock", "@{0}", "HEAD~1^{}", "--upload-pack=x", "*", "[", "\\", .string(String(repeating: "x", count: 300)),
        .string(String(repeating: "0", count: 40)), "deadbeef", "true", "null",
    ]
    private static let members = [
        "title", "body", "head", "base", "state", "sha", "ref", "force", "message", "tree", "base_tree", "parents", "content", "encoding",
        "path", "commit_id", "labels", "assignees", "name", "new_name", "color", "description", "event", "comments", "config", "events",
        "active", "add_events", "remove_events", "context", "target_url", "permission", "organization", "query", "variables", "environment",
        "task", "auto_merge", "required_contexts", "payload", "rules", "target", "enforcement", "conditions", "milestone", "reviewers",
        "team_reviewers", "lock_reason", "subject_type", "line", "side", "position", "in_reply_to", "head_sha", "status", "conclusion",
        "output",
        "started_at", "completed_at", "branch", "author", "committer", "tagger", "draft", "issue", "maintainer_can_modify",
        "default_branch",
        "private", "auto_init", "commit_title", "commit_message", "merge_method", "state_reason", "required_status_checks",
        "enforce_admins",
        "required_pull_request_reviews", "restrictions", "bypass_actors", "commit_message", "object", "type", "tag", "due_on",
        "permissions",
        "subscribed", "ignored", "names", "expected_head_sha", "actions", "external_id", "details_url", "body", "commit_sha", "text",
    ]

    init(seed: UInt64, known: [String: [ForgeJSON]]) {
        self.known = known
        dice = Dice(seed: seed)
        endpoints = ForgeSimulator.endpoints.compactMap { name in
            let words = name.split(separator: " ", maxSplits: 1).map(String.init)
            return words.count == 2 ? (words[0], words[1]) : nil
        }
    }

    mutating func next() -> Request {
        let endpoint = endpoints[dice.below(endpoints.count)]
        var method = endpoint.method
        if dice.below(12) == 0 { method = dice.pick(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]) }
        // The repository itself stays, so that there is something left to fuzz.
        let endsStage = endpoint.path == "/repos/{owner}/{repo}" && method != "GET" && method != "HEAD"
        let path = endsStage ? "/repos/owner/\(text(value("repo")).urlSafe)" : self.path(endpoint.path)
        return Request(
            method: method, path: path + query(), headers: headers(), body: method == "GET" || method == "HEAD" ? [] : body(),
            login: dice.pick(["owner", "owner", "owner", "other", "reviewer", nil]))
    }

    // MARK: Paths

    private mutating func path(_ template: String) -> String {
        var parts: [String] = []
        for part in template.split(separator: "/") {
            guard part.hasPrefix("{") else {
                parts.append(dice.below(200) == 0 ? "nowhere" : String(part))
                continue
            }
            let name = part.hasSuffix("...}") ? part.dropFirst().dropLast(4) : part.dropFirst().dropLast()
            let value = text(value(String(name), hostility: name == "owner" || name == "repo" ? 25 : 5))
            parts.append(dice.below(3) == 0 ? value.urlSafe.replacing("%2F", with: "/") : value.urlSafe)
        }
        return "/" + parts.joined(separator: "/")
    }

    private mutating func query() -> String {
        guard dice.below(3) == 0 else { return "" }
        let names = [
            "page", "per_page", "state", "sort", "direction", "since", "sha", "ref", "recursive", "head", "base", "q", "filter", "creator",
        ]
        let pairs = (0...dice.below(3)).map { _ in
            "\(dice.pick(names))=\(text(dice.below(2) == 0 ? dice.pick(Self.hostile) : value("number")).urlSafe)"
        }
        return "?" + pairs.joined(separator: "&")
    }

    private mutating func headers() -> [(String, String)] {
        switch dice.below(14) {
        case 0: [("If-None-Match", dice.pick(["*", "W/\"x\"", "\"", ",,,"]))]
        case 1: [("If-Modified-Since", dice.pick(["never", "Thu, 01 Jan 1970 00:00:00 GMT", "Thu, 99 Foo 99999 00:00:00 GMT"]))]
        case 2:
            [
                (
                    "Accept",
                    dice.pick([
                        "text/html", "application/vnd.github.diff", "application/vnd.github.raw+json", ";;;",
                        "application/vnd.github.patch",
                    ])
                )
            ]
        case 3: [("Authorization", dice.pick(["Basic", "Basic !!!!", "Bearer ", "token nobody", "Digest x", "Bearer a.b.c"]))]
        case 4: [("X-GitHub-Api-Version", dice.pick(["2022-11-28", "1999-01-01", ""]))]
        case 5: [("Content-Encoding", "gzip"), ("Content-Type", "text/plain")]
        default: []
        }
    }

    // MARK: Bodies

    private mutating func body() -> [UInt8] {
        switch dice.below(20) {
        case 0: return []
        case 1:
            return dice.pick([
                Array("{".utf8), Array("[]".utf8), Array("\"x\"".utf8), [0xFF, 0xFE],
                Array("{\"a\":\"".utf8) + [0xC3, 0x28] + Array("\"}".utf8),
            ])
        case 2: return Array((String(repeating: "[", count: 5_000)).utf8)
        case 3:
            var bytes = document().bytes
            if !bytes.isEmpty { bytes[dice.below(bytes.count)] = UInt8(dice.below(256)) }
            return bytes
        default: return document().bytes
        }
    }

    private mutating func document() -> ForgeJSON {
        var body: ForgeJSON = [:]
        for _ in 0...dice.below(6) {
            let name = dice.pick(Self.members)
            body[name] = dice.below(5) == 0 ? wrong() : value(name)
        }
        // Now and then a body that passes the first checks.
        if dice.below(2) == 0 {
            for name in dice.pick(Self.sets) { body[name] = dice.below(8) == 0 ? wrong() : value(name) }
        }
        return body
    }

    private static let sets = [
        ["title", "head", "base"], ["body"], ["sha", "force"], ["ref", "sha"], ["message", "tree", "parents"], ["tree", "base_tree"],
        ["content", "encoding"], ["state", "context"], ["name"], ["event", "body"], ["config", "events"],
        ["message", "content", "branch", "sha"],
        ["name", "head_sha", "status"], ["base", "head"], ["title"], ["state"], ["labels"], ["assignees"], ["ref", "environment"],
        ["query", "variables"],
        ["body", "commit_id", "path", "line", "side"], ["merge_method", "sha"], ["permission"], ["tag", "message", "object", "type"],
    ]

    private mutating func wrong() -> ForgeJSON {
        switch dice.below(9) {
        case 0: .null
        case 1: .int(Int64.max)
        case 2: .double(-1.5)
        case 3: .bool(true)
        case 4: .array([.null, [:], ["a"], 1])
        case 5: ["a": ["b": ["c": .null]]]
        case 6: .string(String(repeating: "y", count: 70_000))
        case 7: .int(-1)
        default: dice.pick(Self.hostile)
        }
    }

    private mutating func value(_ name: String, hostility: Int = 6) -> ForgeJSON {
        if dice.below(hostility) == 0 { return dice.pick(Self.hostile) }
        return dice.pick(known[name] ?? known["any"] ?? ["x"])
    }

    private func text(_ value: ForgeJSON) -> String { value.string ?? value.text }
}

/// A small generator whose numbers depend only on its seed.
struct Dice {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

    mutating func below(_ limit: Int) -> Int {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return Int(state % UInt64(max(1, limit)))
    }

    mutating func pick<T>(_ items: [T]) -> T { items[below(items.count)] }
}

extension String {
    /// Percent-encoded, except for letters, digits, dots and hyphens.
    var urlSafe: String {
        utf8.map { byte in
            let character = Character(Unicode.Scalar(byte))
            if byte < 0x80, character.isLetter || character.isNumber || ".-_".contains(character) { return String(character) }
            return "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }.joined()
    }
}
