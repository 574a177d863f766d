/// The staging attempt as a state machine: what happens next, given what came back.
///
/// inspecting → composing → pushing → staged, or dropped from anywhere. It owns all of an attempt's state: what it waits for, what went
/// wrong, and for how long it may go on. Documented as a table in docs/design.md.
struct AttemptMachine: Hashable, Sendable {
    enum State: String, Sendable {
        case inspecting, composing, pushing, staged, dropped

        var isActive: Bool { self != .staged && self != .dropped }
    }

    /// What went wrong in an effect; nothing is wrong with the batches.
    enum Trouble: Hashable, Sendable {
        /// The forge or git did not answer.
        case unavailable(String)
        /// The forge does not let the staging branch be written.
        case refused(String)
    }

    /// Why an attempt ended without a staging.
    enum Drop: Hashable, Sendable {
        case nothingToStage
        /// The project has no repository on the branch.
        case noRepository
        case targetMissing(repository: String)
        /// Somebody pushed to the target while the attempt was under way.
        case targetMoved(repository: String)
        case unavailable(String)
        case refused(String)
        /// What is being staged is no longer what people agreed on.
        case stale(String)
        /// It has not come to an end within ``timeLimit``.
        case overdue
    }

    enum Event: Hashable, Sendable {
        /// So many effects of the next round were asked for.
        case asked(Int)
        /// An outcome of an effect that was asked for in a state and round; with trouble, if it is not done.
        case arrived(State, round: Int, Trouble?)
        /// Every inspection was judged: so many new batches can be composed, so many were composed in earlier rounds.
        case inspected(new: Int, composed: Int, canTryMore: Bool)
        /// The composition was judged: so many batches are part of it.
        case composed(Int, canTryMore: Bool)
        /// A target branch cannot be used.
        case targetUnusable(Drop)
        /// The time limit has passed.
        case overdue
    }

    enum Action: Hashable, Sendable {
        /// Inspect the next batches; the effects belong to that round.
        case inspect(round: Int)
        case compose(round: Int)
        case push(round: Int)
        /// All inspections are in: judge them, and answer with `inspected` or `targetUnusable`.
        case judgeInspections
        /// The composition is in: judge it, and answer with `composed`.
        case judgeComposition
        case createStaging
        /// Gives the batches back. A split is kept if its batches were not judged.
        case release(keepSplit: Bool, Drop)
        /// No further staging of this branch until an operator has looked.
        case suspendBranch(String)
        /// Look for something to stage after that many milliseconds.
        case stageAgain(after: Int64)
        /// Nothing: the event does not belong to this moment.
        case ignore(Unexpected)
    }

    /// Events that the machine does not expect.
    enum Unexpected: Hashable, Sendable {
        /// The attempt has ended.
        case ended
        /// An outcome of an earlier round, or of one that is known already.
        case earlierRound
        /// Something was judged that is not waited for.
        case notAsked
    }

    /// How long an attempt may take, in milliseconds: the event that brings an outcome may have been set aside, and nothing may wait for
    /// it for ever.
    static let timeLimit: Int64 = 6 * 3_600_000
    /// How long a branch waits after the forge did not answer, in milliseconds.
    static let pauseAfterTrouble: Int64 = 5 * 60_000
    /// How long a branch waits after its target moved, in milliseconds.
    static let pauseAfterMove: Int64 = 10_000

    private(set) var state: State
    private(set) var round: Int
    /// How many outcomes of this round are still to come.
    private(set) var waiting: Int
    /// What went wrong first in this round; judged when all outcomes are in.
    private(set) var trouble: Trouble?
    /// Why what is being staged is no longer what people agreed on; the next outcome drops the attempt.
    let staleReason: String?

    init(state: State = .inspecting, round: Int = 0, waiting: Int = 0, trouble: Trouble? = nil, staleReason: String? = nil) {
        self.state = state
        self.round = round
        self.waiting = waiting
        self.trouble = trouble
        self.staleReason = staleReason
    }

    mutating func handle(_ event: Event) -> [Action] {
        guard state.isActive else { return [.ignore(.ended)] }
        switch event {
        case .asked(let count): return asked(count)
        case .arrived(let state, let round, let trouble): return arrived(state, round, trouble)
        case .overdue: return drop(.overdue, keepSplit: true, after: Self.pauseAfterTrouble)
        case .inspected, .composed, .targetUnusable: return judged(event)
        }
    }

    private mutating func asked(_ count: Int) -> [Action] {
        // A project without a repository on this branch has nothing to wait for.
        guard count > 0 else { return drop(.noRepository, keepSplit: true, after: Self.pauseAfterTrouble) }
        round += 1
        waiting = count
        trouble = nil
        return []
    }

    private mutating func arrived(_ state: State, _ round: Int, _ trouble: Trouble?) -> [Action] {
        guard state == self.state, round == self.round, waiting > 0 else { return [.ignore(.earlierRound)] }
        waiting -= 1
        self.trouble = self.trouble ?? trouble
        guard waiting == 0 else { return [] }
        if let staleReason { return drop(.stale(staleReason), keepSplit: true, after: 0) }
        switch (state, self.trouble) {
        case (_, .unavailable(let reason)): return drop(.unavailable(reason), keepSplit: true, after: Self.pauseAfterTrouble)
        case (.pushing, .refused(let reason)):
            self.state = .dropped
            return [.suspendBranch(reason), .release(keepSplit: true, .refused(reason))]
        case (_, .refused(let reason)): return drop(.unavailable(reason), keepSplit: true, after: Self.pauseAfterTrouble)
        case (.inspecting, nil): return [.judgeInspections]
        case (.composing, nil): return [.judgeComposition]
        default:
            self.state = .staged
            return [.createStaging]
        }
    }

    private mutating func judged(_ event: Event) -> [Action] {
        guard waiting == 0 else { return [.ignore(.notAsked)] }
        // Judging may have found out that somebody changed something.
        if let staleReason { return drop(.stale(staleReason), keepSplit: true, after: 0) }
        switch (state, event) {
        case (.inspecting, .inspected(let new, let composed, let canTryMore)):
            return new > 0 ? go(.composing, .compose(round: round + 1)) : proceed(staged: composed, canTryMore: canTryMore)
        case (.inspecting, .targetUnusable(let reason)):
            let hasMoved = if case .targetMoved = reason { true } else { false }
            return drop(reason, keepSplit: true, after: hasMoved ? Self.pauseAfterMove : Self.pauseAfterTrouble)
        case (.composing, .composed(let staged, let canTryMore)):
            return proceed(staged: staged, canTryMore: canTryMore)
        default:
            return [.ignore(.notAsked)]
        }
    }

    private mutating func proceed(staged: Int, canTryMore: Bool) -> [Action] {
        if canTryMore { return go(.inspecting, .inspect(round: round + 1)) }
        if staged > 0 { return go(.pushing, .push(round: round + 1)) }
        return drop(.nothingToStage, keepSplit: false, after: 0)
    }

    private mutating func go(_ next: State, _ action: Action) -> [Action] {
        state = next
        return [action]
    }

    private mutating func drop(_ reason: Drop, keepSplit: Bool, after pause: Int64) -> [Action] {
        state = .dropped
        return [.release(keepSplit: keepSplit, reason), .stageAgain(after: pause)]
    }
}
