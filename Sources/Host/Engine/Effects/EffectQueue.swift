package import Store

/// Which effects may run now: a value without I/O.
///
/// Effects with the same order key run one after another in the order of their ids, so that a comment never overtakes the
/// close that was requested before it. Effects with different keys run side by side.
package struct EffectQueue: Sendable {
    /// An effect on its way.
    package struct Item: Sendable, Hashable {
        package var effect: StoredEffect
        /// Attempts made so far.
        package var attempts: Int
        /// Not before this time; milliseconds.
        package var notBefore: Int64
        /// An earlier attempt was cut off and may have happened, so look before doing it again.
        package var mayHaveHappened: Bool

        package init(effect: StoredEffect, attempts: Int = 0, notBefore: Int64 = 0, mayHaveHappened: Bool = false) {
            self.effect = effect
            self.attempts = attempts
            self.notBefore = notBefore
            self.mayHaveHappened = mayHaveHappened
        }
    }

    private var lines: [String: [Item]] = [:]
    private var running: Set<String> = []

    package init() {}

    /// Whether nothing is waiting or running.
    package var isEmpty: Bool { lines.isEmpty }

    /// How many effects are running.
    package var runningCount: Int { running.count }

    /// Puts an effect at the end of its line; does nothing if it is already there.
    package mutating func add(_ item: Item) {
        var line = lines[item.effect.orderKey] ?? []
        guard !line.contains(where: { $0.effect.id == item.effect.id }) else { return }
        line.append(item)
        line.sort { ($0.effect.event, $0.effect.position) < ($1.effect.event, $1.effect.position) }
        lines[item.effect.orderKey] = line
    }

    /// The effects that may start now, in the order of their ids.
    package func runnable(at now: Int64) -> [Item] {
        heads.filter { $0.notBefore <= now }
    }

    /// The effects that wait until a certain time, in the order of their ids.
    package func waiting(at now: Int64) -> [Item] {
        heads.filter { $0.notBefore > now }
    }

    /// When the next waiting effect becomes runnable; milliseconds.
    package func nextTime(after now: Int64) -> Int64? {
        waiting(at: now).map(\.notBefore).min()
    }

    /// Records that an effect has been started.
    package mutating func start(_ item: Item) { running.insert(item.effect.orderKey) }

    /// Takes an effect out for good.
    package mutating func finish(_ effect: StoredEffect) {
        running.remove(effect.orderKey)
        lines[effect.orderKey]?.removeAll { $0.effect.id == effect.id }
        if lines[effect.orderKey]?.isEmpty == true { lines[effect.orderKey] = nil }
    }

    /// Keeps an effect at the head of its line until a time.
    package mutating func postpone(_ effect: StoredEffect, until time: Int64, attempts: Int, mayHaveHappened: Bool) {
        running.remove(effect.orderKey)
        guard var line = lines[effect.orderKey], let index = line.firstIndex(where: { $0.effect.id == effect.id }) else { return }
        line[index].notBefore = time
        line[index].attempts = attempts
        line[index].mayHaveHappened = mayHaveHappened
        lines[effect.orderKey] = line
    }

    private var heads: [Item] {
        lines.filter { !running.contains($0.key) }.compactMap(\.value.first)
            .sorted { ($0.effect.event, $0.effect.position) < ($1.effect.event, $1.effect.position) }
    }
}
