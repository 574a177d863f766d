import Synchronization

/// The fault rules and the seeded dice that decide on them.
final class FaultBook: Sendable {
    private struct State {
        var next = 1
        var rules: [FaultRule] = []
        var random: SeededRandom
    }

    private let seed: UInt64
    private let state: Mutex<State>

    init(seed: UInt64) {
        self.seed = seed
        state = Mutex(State(random: SeededRandom(seed: seed)))
    }

    var rules: [FaultRule] { state.withLock { $0.rules } }

    func add(_ json: ForgeJSON) throws -> FaultRule {
        try state.withLock { state in
            let rule = try FaultRule(id: state.next, json: json)
            state.next += 1
            state.rules.append(rule)
            return rule
        }
    }

    func remove(_ id: Int) -> Bool {
        state.withLock { state in
            let count = state.rules.count
            state.rules.removeAll { $0.id == id }
            return state.rules.count < count
        }
    }

    func clear() { state.withLock { $0.rules = [] } }

    /// As if nothing had ever happened.
    func restart() { state.withLock { $0 = State(random: SeededRandom(seed: seed)) } }

    /// Rules, counters and dice, for an export.
    var snapshot: ForgeJSON {
        state.withLock { state in
            ["next": ForgeJSON(state.next), "random": .string(String(state.random.state)), "rules": .array(state.rules.map(\.json))]
        }
    }

    func restore(_ snapshot: ForgeJSON) throws {
        let rules = try (snapshot["rules"].array ?? []).map { try FaultRule(id: $0["id"].int ?? 0, json: $0) }
        let random = snapshot["random"].string.flatMap { UInt64($0) } ?? seed
        state.withLock { $0 = State(next: snapshot["next"].int ?? rules.count + 1, rules: rules, random: SeededRandom(seed: random)) }
    }

    func reseed(_ seed: UInt64) { state.withLock { $0.random = SeededRandom(seed: seed) } }

    /// The effects that apply to this occasion; each counts as one hit of its rule.
    func take(_ place: FaultRule.Place, _ occasion: FaultRule.Match) -> [(effect: String, value: ForgeJSON)] {
        state.withLock { state in
            var effects: [(String, ForgeJSON)] = []
            for index in state.rules.indices {
                let rule = state.rules[index]
                guard FaultRule.effects[rule.effect] == place, rule.matches(occasion) else { continue }
                if rule.after > 0 {
                    state.rules[index].after -= 1
                    continue
                }
                if rule.times == 0 { continue }
                if rule.probability < 1, state.random.unit() >= rule.probability { continue }
                state.rules[index].times = rule.times.map { $0 - 1 }
                state.rules[index].hits += 1
                effects.append((rule.effect, rule.value))
            }
            return effects
        }
    }

    /// The value of one effect, if a rule for it applies.
    func take(_ effect: String, _ place: FaultRule.Place, _ occasion: FaultRule.Match) -> ForgeJSON? {
        state.withLock { state in
            for index in state.rules.indices {
                let rule = state.rules[index]
                guard rule.effect == effect, FaultRule.effects[effect] == place, rule.matches(occasion), rule.times != 0 else { continue }
                if rule.after > 0 {
                    state.rules[index].after -= 1
                    continue
                }
                if rule.probability < 1, state.random.unit() >= rule.probability { continue }
                state.rules[index].times = rule.times.map { $0 - 1 }
                state.rules[index].hits += 1
                return rule.value
            }
            return nil
        }
    }
}
