/// The fault rules for calls: what is answered, or waited for, before anything is done.
struct CallFaults {
    let world: World
    let incoming: Incoming
    let identity: Identity

    func answer(_ faults: [(effect: String, value: ForgeJSON)]) async -> Reply? {
        for (effect, value) in faults {
            switch effect {
            case "latency_ms": try? await Task.sleep(for: .milliseconds(value.int ?? 0))
            case "status": return Refusal(status: value.int ?? 502, message: "fault: \(value.int ?? 502)").reply
            case "revoke": return Refusal.badCredentials.reply
            case "rate_limit": return rateLimited(value).reply
            case "blocked" where incoming.method != "GET" && incoming.method != "HEAD": return blocked.reply
            default: break
            }
        }
        return nil
    }

    private func rateLimited(_ value: ForgeJSON) -> Refusal {
        let wait = value["retry_after"].int ?? value.int ?? 60
        if value.string == "secondary" || value["kind"].string == "secondary" {
            return .secondaryRateLimit(status: value["status"].int ?? 403, retryAfter: wait)
        }
        var standing = world.rates.standing(of: identity.rateKey, RateResource(incoming.segments), now: world.now)
        standing.used = standing.limit
        standing.reset = world.now / 1000 + Int64(wait)
        var refusal = Refusal.rateLimit(identity, address: incoming.address, standing)
        if let status = value["status"].int { refusal.status = status }
        return refusal
    }

    /// The answer for somebody whom the owner of a repository has blocked.
    private var blocked: Refusal {
        let isComment = incoming.segments.contains("comments")
        let resource = isComment ? "IssueComment" : incoming.segments.contains("issues") ? "Issue" : "PullRequest"
        return .invalid([
            "resource": .string(resource), "code": "unprocessable", "field": isComment ? "data" : "base", "message": "User is blocked",
        ])
    }
}
