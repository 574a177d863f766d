import Synchronization

/// The fault rules, and the seeded random numbers that they use.
final class FaultBook: Sendable {
    private struct State {
        var next = 1
        var rules: [FaultRule] = []
        var random: SeededRandom
    }

    private let settings: Settings
    private let state: Mutex<State>

    /// Loads the rules from the tables; new random numbers start from the seed.
    init(seed: UInt64, settings: Settings) throws {
        self.settings = settings
        state = Mutex(State(random: SeededRandom(seed: seed)))
        try load(seed: seed)
    }

    var rules: [FaultRule] { state.withLock { $0.rules } }

    func add(_ json: ForgeJSON) throws -> FaultRule {
        try changing { state in
            let rule = try FaultRule(id: state.next, json: json)
            state.next += 1
            state.rules.append(rule)
            return rule
        }
    }

    func remove(_ id: Int) -> Bool {
        changing { state in
            let count = state.rules.count
            state.rules.removeAll { $0.id == id }
            return state.rules.count < count
        }
    }

    func clear() { changing { $0.rules = [] } }

    func reseed(_ seed: UInt64) { changing { $0.random = SeededRandom(seed: seed) } }

    /// Reloads from the tables after they were replaced.
    func load(seed: UInt64) throws {
        let kept = try settings.load("faults")
        let rules = try (kept["rules"].array ?? []).map { try FaultRule(id: $0["id"].int ?? 0, json: $0) }
        let random = kept["random"].string.flatMap { UInt64($0) } ?? seed
        state.withLock { $0 = State(next: kept["next"].int ?? rules.count + 1, rules: rules, random: SeededRandom(seed: random)) }
    }

    /// Changes rules or random state and saves them, in the same order for everybody.
    private func changing<T>(_ change: (inout State) throws -> T) rethrows -> T {
        try state.withLock { state in
            let value = try change(&state)
            let kept: ForgeJSON = [
                "next": ForgeJSON(state.next), "random": .string(String(state.random.state)), "rules": .array(state.rules.map(\.json)),
            ]
            settings.save("faults", kept)
            return value
        }
    }

    // MARK: Applying

    /// The effects that apply to this occasion; each counts as a hit of its rule.
    func take(_ place: FaultRule.Place, _ occasion: FaultRule.Match) -> [(effect: String, value: ForgeJSON)] {
        let names = Set(FaultRule.effects.filter { $0.value == place }.keys)
        return take(names, occasion, all: true)
    }

    /// The value of one effect, if a rule for it applies.
    func take(_ effect: String, _ occasion: FaultRule.Match) -> ForgeJSON? {
        take([effect], occasion, all: false).first?.value
    }

    private func take(_ effects: Set<String>, _ occasion: FaultRule.Match, all: Bool) -> [(effect: String, value: ForgeJSON)] {
        func concerns(_ rule: FaultRule) -> Bool { rule.times != 0 && effects.contains(rule.effect) && rule.matches(occasion) }
        guard rules.contains(where: concerns) else { return [] }
        return changing { state in
            var found: [(effect: String, value: ForgeJSON)] = []
            for index in state.rules.indices where concerns(state.rules[index]) {
                let rule = state.rules[index]
                if rule.after > 0 {
                    state.rules[index].after -= 1
                    continue
                }
                if rule.probability < 1, state.random.unit() >= rule.probability { continue }
                state.rules[index].times = rule.times.map { $0 - 1 }
                state.rules[index].hits += 1
                found.append((rule.effect, rule.value))
                if !all { break }
            }
            return found
        }
    }
}
