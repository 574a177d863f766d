import ForgeSim
import Testing

@Suite("Hostile control calls")
struct ControlFuzzTests {
    private static let calls = [
        "POST /_sim/faults", "PUT /_sim/ci", "PUT /_sim/limits", "PUT /_sim/seed", "PATCH /_sim/hooks/1", "PATCH /_sim/hooks/x",
        "POST /_sim/deliveries/1/redeliver", "GET /_sim/deliveries?since=x", "GET /_sim/deliveries?since=99999999999999999999",
        "GET /_sim/requests?since=-1", "GET /_sim/requests?since=9223372036854775807", "DELETE /_sim/faults/x",
        "DELETE /_sim/faults/9223372036854775807", "GET /_sim/idle?timeout_ms=-9223372036854775808",
        "GET /_sim/idle?timeout_ms=9223372036854775807", "POST /_sim/apps", "POST /_sim/apps/1/installations", "POST /_sim/app-manifests",
    ]
    private static let numbers: [ForgeJSON] = [
        0, 1, -1, 1.5, -0.5, 2, 502, 86_400_000, 86_400_001, .int(Int64.max), .int(Int64.min), .double(1e300), .double(.infinity), true,
        nil, "7", [],
    ]
    private static let effects: [ForgeJSON] = [
        "drop", "duplicate", "reorder", "early", "delay_ms", "status", "status_after", "cut_after", "latency_ms", "rate_limit", "revoke",
        "blocked", "refuse_push", "missing_object", "missing_pull_ref", "stale_ref_ms", "nothing", 7, nil, ["delay_ms": 5],
        ["a": 1, "b": 2],
    ]

    @Test("rules of any form are taken or refused with a sentence")
    func rules() async throws {
        try await simulated { s in
            let stage = try await FuzzStage(s)
            let client = try s.sim.client(nil)
            var dice = Dice(seed: Fuzzing.seed)
            var fuzzer = Fuzzer(seed: Fuzzing.seed &+ 2, known: stage.known)
            for _ in 0..<Fuzzing.rounds(500) {
                let words = dice.pick(Self.calls).split(separator: " ").map(String.init)
                let body = dice.below(2) == 0 ? Self.rule(&dice).bytes : fuzzer.next().body
                let answer = try await client.sendRaw(words[0], words[1], words[0] == "GET" ? [] : body)
                let place: Comment = "\(words) \(Fuzzing.excerpt(body)) → \(answer.status) \(answer.text.prefix(300))"
                #expect([200, 201, 202, 204, 400, 404, 422, 504].contains(answer.status), place)
                if answer.status >= 400, answer.status != 504 { #expect(answer.json["message"].string != nil, place) }
                try await client.delete("/_sim/faults")
                try await client.delete("/_sim/limits")
                try await client.put("/_sim/ci", [])
            }
            #expect(try await s.owner.client.send("GET", "/repos/org/app").status == 200)
        }
    }

    @Test("rules that were taken do what they say, whatever their numbers are")
    func applied() async throws {
        try await simulated { s in
            _ = try await FuzzStage(s)
            let client = try s.sim.client(nil)
            var dice = Dice(seed: Fuzzing.seed &+ 1)
            for round in 0..<Fuzzing.rounds(120) {
                var rule = Self.rule(&dice)
                // A day's delay is a valid rule, but not one for a test.
                if let wait = rule["value"].int, wait > 600 { rule["value"] = 1 }
                if let wait = rule["value"]["ms"].int, wait > 600 { rule["value"] = 1 }
                _ = try await client.send("POST", "/_sim/faults", rule)
                let answer = try? await s.owner.client.send("POST", "/repos/org/app/issues", ["title": .string("Issue \(round)")])
                let text = rule["effect"].text
                if let answer {
                    #expect((200..<600).contains(answer.status), "\(rule.text)")
                } else {
                    #expect(text.contains("cut_after"), "\(rule.text)")
                }
                try await client.delete("/_sim/faults")
            }
            try await s.sim.idle()
            #expect(try await s.owner.client.send("GET", "/repos/org/app").status == 200)
        }
    }

    @Test("damaged archives are refused or taken, and a good one mends everything")
    func archives() async throws {
        try await simulated { s in
            let repository = try await s.repository()
            let client = try s.sim.client(nil)
            let good = try await s.sim.control.exportState()
            var dice = Dice(seed: Fuzzing.seed)
            for round in 0..<min(Fuzzing.rounds(25), 2_000) {
                var bytes = good
                if dice.below(3) == 0 { bytes.removeLast(dice.below(bytes.count)) }
                for _ in 0...dice.below(20) where !bytes.isEmpty { bytes[dice.below(min(bytes.count, 1 << 16))] = UInt8(dice.below(256)) }
                let answer = try await client.sendRaw("POST", "/_sim/import", bytes)
                #expect([204, 422].contains(answer.status), "round \(round): \(answer.status) \(answer.text.prefix(300))")
                #expect(try await client.sendRaw("POST", "/_sim/import", good).status == 204)
                #expect(try await s.owner.head(repository, "main") != nil)
            }
        }
    }

    private static func rule(_ dice: inout Dice) -> ForgeJSON {
        var rule: ForgeJSON = ["effect": dice.pick(effects)]
        if dice.below(2) == 0 { rule["value"] = dice.pick(numbers) }
        if dice.below(6) == 0 { rule["value"] = ["ms": dice.pick(numbers), "by": dice.pick(["api", "git", "both", "x", nil])] }
        if dice.below(6) == 0 { rule["value"] = ["kind": dice.pick(["primary", "secondary", "x"]), "retry_after": dice.pick(numbers)] }
        if dice.below(3) == 0 { rule["times"] = dice.pick(numbers) }
        if dice.below(3) == 0 { rule["after"] = dice.pick(numbers) }
        if dice.below(3) == 0 { rule["probability"] = dice.pick(numbers) }
        if dice.below(3) == 0 {
            rule["match"] = dice.pick([[:], nil, 1, ["path": "*"], ["event": 1], ["x": "y"], ["repository": "org/*"]])
        }
        if dice.below(10) == 0 { rule["surprise"] = dice.pick(numbers) }
        return rule
    }
}
