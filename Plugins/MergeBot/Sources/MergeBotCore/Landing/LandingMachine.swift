/// The landing of a staging as a journal: which target branch has moved, and what happens next.
///
/// reading → pushing one repository after the other → landed, ff_failed or inconsistent. A push says itself whether the branch has the
/// commit already, so one of which nothing is known is simply asked for again.
/// Documented as a table in docs/design.md.
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

    /// One target branch.
    struct Step: Hashable, Sendable {
        var repository: String
        /// What the branch was when the staging was composed.
        var base: String
        /// What it shall be; equal to `base` if the staging changes nothing here.
        var head: String
        var hasMoved = false

        var isChange: Bool { base != head }
    }

    enum Event: Hashable, Sendable {
        /// Where the target branches are now; `nil`: the branch does not exist.
        case read([String: String?])
        /// The branch is at the commit, or at one that was built on it since.
        case pushed
        /// The forge said no, or somebody else moved the branch.
        case refused(String)
        case unavailable(String)
        /// Time to try again what was unavailable.
        case retry
    }

    enum Action: Hashable, Sendable {
        case readAll
        case push(Step)
        case retryLater
        case finish
    }

    private(set) var phase: Phase
    private(set) var steps: [Step]
    /// The step that `pushing` is about.
    private(set) var position: Int
    private(set) var reason: String?

    /// - Parameter steps: in repository order.
    init(steps: [Step], phase: Phase = .reading, position: Int = 0, reason: String? = nil) {
        self.steps = steps
        self.phase = phase
        self.position = position
        self.reason = reason
    }

    var start: [Action] { [.readAll] }

    mutating func handle(_ event: Event) -> [Action] {
        switch (phase, event) {
        case (.reading, .read(let heads)):
            return compare(heads)
        case (.reading, .retry):
            return [.readAll]
        case (.reading, .refused(let message)):
            return stop(message)
        case (.pushing, .pushed):
            steps[position].hasMoved = true
            return pushNext()
        case (.pushing, .retry):
            return [.push(steps[position])]
        case (.pushing, .refused(let message)):
            return stop("\(steps[position].repository): \(message)")
        case (_, .unavailable) where phase.isActive:
            return [.retryLater]
        default:
            return []
        }
    }

    private mutating func compare(_ heads: [String: String?]) -> [Action] {
        for step in steps where heads[step.repository] != .some(.some(step.base)) {
            let found = heads[step.repository].flatMap { $0 } ?? "nothing"
            return stop("the target branch of \(step.repository) is at \(found) and not at \(step.base) any more")
        }
        return pushNext()
    }

    private mutating func pushNext() -> [Action] {
        guard let next = steps.firstIndex(where: { $0.isChange && !$0.hasMoved }) else {
            phase = .landed
            return [.finish]
        }
        phase = .pushing
        position = next
        return [.push(steps[next])]
    }

    private mutating func stop(_ message: String) -> [Action] {
        reason = message
        phase = steps.contains(where: \.hasMoved) ? .inconsistent : .ffFailed
        return [.finish]
    }

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
