/// Parses the members of a fault rule and says which one is wrong.
enum FaultReader {
    /// The longest delay that a rule may ask for: a day, in milliseconds.
    static let longestWait = 86_400_000
    private static let members: Set = ["id", "match", "effect", "value", "times", "probability", "after", "hits"]

    static func effect(_ json: ForgeJSON) throws -> (String, ForgeJSON) {
        let name: String
        let value: ForgeJSON
        if let text = json["effect"].string {
            name = text
            value = json.has("value") ? json["value"] : json[text]
        } else if let object = json["effect"].object, let member = object.members.first, object.members.count == 1 {
            (name, value) = member
        } else {
            throw Refusal.unprocessable("\"effect\" must be a name or an object with one member")
        }
        guard FaultRule.effects[name] != nil else {
            let known = FaultRule.effects.keys.sorted().joined(separator: ", ")
            throw Refusal.unprocessable("unknown effect '\(name)'; known are \(known)")
        }
        if let problem = problem(name, value) { throw Refusal.unprocessable("the value of '\(name)' \(problem)") }
        return (name, value)
    }

    static func match(_ json: ForgeJSON) throws -> FaultRule.Match {
        if !json.isNull, json.object == nil { throw Refusal.unprocessable("\"match\" must be an object") }
        for (name, value) in json.object?.members ?? [] {
            guard FaultRule.matchMembers.contains(name) else {
                let known = FaultRule.matchMembers.joined(separator: ", ")
                throw Refusal.unprocessable("unknown member '\(name)' of \"match\"; known are \(known)")
            }
            guard value.string != nil || value.isNull else { throw Refusal.unprocessable("\"match.\(name)\" must be a text") }
        }
        return FaultRule.Match(
            repository: json["repository"].string, method: json["method"].string, path: json["path"].string, event: json["event"].string,
            action: json["action"].string, ref: json["ref"].string, login: json["login"].string)
    }

    static func number(_ json: ForgeJSON, _ name: String, from least: Int) throws -> Int? {
        if json[name].isNull { return nil }
        guard let number = json[name].int, (least...1_000_000_000).contains(number) else {
            throw Refusal.unprocessable("\"\(name)\" must be a whole number from \(least) to 1000000000")
        }
        return number
    }

    static func probability(_ json: ForgeJSON) throws -> Double {
        if json["probability"].isNull { return 1 }
        guard let number = json["probability"].double, (0...1).contains(number) else {
            throw Refusal.unprocessable("\"probability\" must be a number from 0 to 1")
        }
        return number
    }

    static func checkMembers(_ json: ForgeJSON, effect: String) throws {
        for (name, _) in json.object?.members ?? [] where !members.contains(name) && name != effect {
            throw Refusal.unprocessable("unknown member '\(name)' of the rule; known are match, effect, value, times, probability, after")
        }
    }

    /// What is wrong with the value of an effect.
    private static func problem(_ effect: String, _ value: ForgeJSON) -> String? {
        switch effect {
        case "delay_ms", "latency_ms":
            return isWait(value) ? nil : "must be milliseconds, at most \(longestWait)"
        case "status", "status_after":
            return value.isNull || (200...599).contains(value.int ?? 0) ? nil : "must be an HTTP status"
        case "rate_limit":
            let kind = value.string ?? value["kind"].string ?? "primary"
            let known = value.isNull || value.int != nil || value.string != nil || value.object != nil
            let wait = value["retry_after"].isNull ? value.int ?? 0 : value["retry_after"].int ?? -1
            let isStatus = value["status"].isNull || [403, 429].contains(value["status"].int ?? 0)
            return known && isStatus && (0...longestWait / 1000).contains(wait) && ["primary", "secondary"].contains(kind)
                ? nil : "must be \"primary\", \"secondary\" or {kind, retry_after, status}"
        case "stale_ref_ms":
            let reader = value["by"].string ?? "both"
            return isWait(value.int == nil ? value["ms"] : value) && ["api", "git", "both"].contains(reader)
                ? nil : "must be milliseconds, at most \(longestWait), or {ms, by: \"api\", \"git\" or \"both\"}"
        case "refuse_push":
            return value.isNull || value.string != nil || value.int != nil ? nil : "must be a reason, or which update is refused"
        default:
            return nil
        }
    }

    private static func isWait(_ value: ForgeJSON) -> Bool { (0...longestWait).contains(value.int ?? -1) }
}
