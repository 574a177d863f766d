/// The landing of a staging as a journal: which target branch has moved, and what happens next.
///
/// reading → pushing one repository after the other → landed, ff_failed or inconsistent. A push says itself whether the branch has the
/// commit already, so one of which nothing is known is simply asked for again. The machine owns when that is, and counts how often it has
/// asked: an answer says what it answers, and one of an earlier round is not taken for the present one. Documented as a table in docs/design.md.
struct LandingMachine: Hashable, Sendable {
    enum Phase: String, Sendable {
        /// The target heads are being read; nothing has moved.
        case reading
        /// The push at `position` is on its way.
        case pushing
        case landed
        /// Refused before anything moved.
        case ffFailed = "ff_failed"
        /// Refused after something moved: final, and never reverted.
        case inconsistent

        var isActive: Bool { self == .reading || self == .pushing }
    }

    /// Where a target branch was when it was read.
    enum Observation: Hashable, Sendable {
        case notRead
        /// The branch does not exist.
        case missing
        case at(String)
    }

    /// One target branch.
    struct Step: Hashable, Sendable {
        var repository: String
        /// What the branch was when the staging was composed.
        var base: String
        /// What it shall be; equal to `base` if the staging changes nothing here.
        var head: String
        var observed = Observation.notRead
        var hasMoved = false

        var isChange: Bool { base != head }
    }

    /// What may be different by now carries the round in which it was asked for, see ``round``; that a branch has moved stays true.
    enum Event: Hashable, Sendable {
        /// A target branch was read.
        case read(repository: String, round: Int, Observation)
        case readFailed(repository: String, round: Int, Failure)
        /// The push at a position is done: the branch is at the commit, or at one that was built on it since.
        case pushed(position: Int)
        case pushFailed(position: Int, round: Int, Failure)
        /// The landing timer fired.
        case tick
    }

    /// Why there is no answer, or none that helps.
    enum Failure: Hashable, Sendable {
        /// The forge said no, or somebody else moved the branch.
        case refused(String)
        /// The forge did not answer.
        case unavailable
    }

    enum Action: Hashable, Sendable {
        /// Read every target branch; the effects belong to that round.
        case readAll(round: Int)
        case push(Step, position: Int, round: Int)
        /// Send `tick` at that time; milliseconds since 1970.
        case wake(at: Int64)
        case finish(End)
        /// Nothing: the event does not belong to this moment.
        case ignore(Unexpected)
    }

    /// How a landing ended.
    enum End: Hashable, Sendable {
        case landed
        /// Nothing has moved.
        case ffFailed(reason: String)
        /// Part of the targets moved and cannot be moved back.
        case inconsistent(reason: String)
    }

    /// Events that the machine does not expect.
    enum Unexpected: Hashable, Sendable {
        case ended
        /// An answer to something that has been asked for again since.
        case earlierRound
        /// A branch is read that nobody waits for.
        case notReading
        /// A push that is not the one at `position`.
        case anotherPush
    }

    /// After this time without an outcome the same is asked for again; milliseconds.
    static let timeLimit: Int64 = 6 * 3_600_000
    private static let firstPause: Int64 = 60_000
    private static let longestPause: Int64 = 30 * 60_000

    private(set) var phase: Phase
    private(set) var steps: [Step]
    /// The step that `pushing` is about.
    private(set) var position: Int
    /// How often something was asked for: all targets to be read, or one to be pushed.
    private(set) var round: Int
    private(set) var reason: String?
    let startedAt: Int64
    /// When what is under way is asked for again; milliseconds since 1970. Nil once it has ended.
    private(set) var retryAt: Int64?

    /// - Parameters:
    ///   - steps: in repository order.
    ///   - startedAt: milliseconds since 1970.
    init(
        steps: [Step], startedAt: Int64, phase: Phase = .reading, position: Int = 0, round: Int = 0, reason: String? = nil,
        retryAt: Int64? = nil
    ) {
        self.steps = steps
        self.startedAt = startedAt
        self.phase = phase
        self.position = position
        self.round = round
        self.reason = reason
        self.retryAt = retryAt
    }

    /// Begins: reads all targets.
    mutating func start() -> [Action] { readAll(at: startedAt) }

    /// - Parameter now: milliseconds since 1970.
    mutating func handle(_ event: Event, at now: Int64) -> [Action] {
        guard phase.isActive else { return [.ignore(.ended)] }
        switch event {
        case .read(let repository, let round, let observation):
            if let unexpected = unexpected(reading: repository, round) { return [.ignore(unexpected)] }
            return read(repository, observation, at: now)
        case .readFailed(let repository, let round, let failure):
            if let unexpected = unexpected(reading: repository, round) { return [.ignore(unexpected)] }
            return failed(failure, at: now)
        case .pushed(let position):
            guard isPushing(position) else { return [.ignore(.anotherPush)] }
            steps[position].hasMoved = true
            return pushNext(at: now)
        case .pushFailed(let position, let round, let failure):
            guard isPushing(position) else { return [.ignore(.anotherPush)] }
            return round == self.round ? failed(failure, at: now) : [.ignore(.earlierRound)]
        case .tick:
            guard let retryAt, retryAt <= now else { return retryAt.map { [.wake(at: $0)] } ?? [] }
            return phase == .reading ? readAll(at: now) : push(at: now)
        }
    }

    private func unexpected(reading repository: String, _ round: Int) -> Unexpected? {
        guard phase == .reading, let step = steps.first(where: { $0.repository == repository }) else { return .notReading }
        if round != self.round { return .earlierRound }
        return step.observed == .notRead ? nil : .notReading
    }

    private func isPushing(_ position: Int) -> Bool { phase == .pushing && position == self.position }

    private mutating func failed(_ failure: Failure, at now: Int64) -> [Action] {
        switch (failure, phase) {
        case (.unavailable, _): wake(at: now + pause(at: now))
        case (.refused(let message), .pushing): stop(Reason.pushRefused(steps[position].repository, message))
        case (.refused(let message), _): stop(message)
        }
    }

    private mutating func readAll(at now: Int64) -> [Action] {
        round += 1
        for index in steps.indices { steps[index].observed = .notRead }
        return [.readAll(round: round)] + wake(at: now + Self.timeLimit)
    }

    private mutating func read(_ repository: String, _ observation: Observation, at now: Int64) -> [Action] {
        for index in steps.indices where steps[index].repository == repository { steps[index].observed = observation }
        guard !steps.contains(where: { $0.observed == .notRead }) else { return [] }
        for step in steps where step.observed != .at(step.base) {
            let found: String? = if case .at(let sha) = step.observed { sha } else { nil }
            return stop(Reason.targetElsewhere(step.repository, found: found, base: step.base))
        }
        return pushNext(at: now)
    }

    private mutating func pushNext(at now: Int64) -> [Action] {
        guard let next = steps.firstIndex(where: { $0.isChange && !$0.hasMoved }) else {
            phase = .landed
            retryAt = nil
            return [.finish(.landed)]
        }
        phase = .pushing
        position = next
        return push(at: now)
    }

    private mutating func push(at now: Int64) -> [Action] {
        round += 1
        return [.push(steps[position], position: position, round: round)] + wake(at: now + Self.timeLimit)
    }

    private mutating func stop(_ message: String) -> [Action] {
        reason = message
        retryAt = nil
        let hasMoved = steps.contains(where: \.hasMoved)
        phase = hasMoved ? .inconsistent : .ffFailed
        return [.finish(hasMoved ? .inconsistent(reason: message) : .ffFailed(reason: message))]
    }

    private mutating func wake(at time: Int64) -> [Action] {
        retryAt = time
        return [.wake(at: time)]
    }

    /// A minute at first, then ever longer, half an hour at most: what does not recover by itself waits for a person.
    private func pause(at now: Int64) -> Int64 { min(max(Self.firstPause, (now - startedAt) / 2), Self.longestPause) }

    /// What a final refusal means for a batch with pull requests in these repositories.
    enum Share: Hashable, Sendable {
        case landed
        case untouched
        case straddling(moved: [String], stuck: [String])
    }

    func share(of repositories: [String]) -> Share {
        let moved = steps.filter { repositories.contains($0.repository) && $0.hasMoved }.map(\.repository)
        let stuck = steps.filter { repositories.contains($0.repository) && $0.isChange && !$0.hasMoved }.map(\.repository)
        if stuck.isEmpty { return .landed }
        return moved.isEmpty ? .untouched : .straddling(moved: moved, stuck: stuck)
    }
}
