/// The staging attempt as a state machine: what happens next, given what came back.
///
/// inspecting → composing → pushing → staged, or dropped from anywhere. Documented as a table in docs/design.md.
struct AttemptMachine: Hashable, Sendable {
    enum State: String, Sendable {
        case inspecting, composing, pushing, staged, dropped

        var isActive: Bool { self != .staged && self != .dropped }
    }

    enum Event: Hashable, Sendable {
        /// Every inspection of this round is in: so many new batches can be composed, so many were composed in earlier rounds.
        case inspected(new: Int, composed: Int, canTryMore: Bool)
        case composed(Int, canTryMore: Bool)
        case pushed
        /// Nothing wrong with the batches: the forge or git did not answer.
        case unavailable(String)
        /// The forge does not let the staging branch be written.
        case pushRefused(String)
    }

    enum Action: Hashable, Sendable {
        case inspectNext
        case compose
        case push
        case createStaging
        /// Gives the batches back. A split is kept if its batches were not judged.
        case release(keepSplit: Bool, reason: String)
        /// No further staging of this branch until an operator has looked.
        case suspendBranch(String)
        /// Look for something to stage now.
        case stageAgain
        /// Look again after a pause.
        case stageLater
    }

    private(set) var state: State
    /// Why what is being staged is no longer what people agreed on; the next outcome drops the attempt.
    var staleReason: String?

    init(state: State = .inspecting, staleReason: String? = nil) {
        self.state = state
        self.staleReason = staleReason
    }

    mutating func handle(_ event: Event) -> [Action] {
        guard state.isActive else { return [] }
        if let staleReason {
            state = .dropped
            return [.release(keepSplit: true, reason: staleReason), .stageAgain]
        }
        switch (state, event) {
        case (_, .unavailable(let reason)):
            state = .dropped
            return [.release(keepSplit: true, reason: reason), .stageLater]
        case (.inspecting, .inspected(let new, let composed, let canTryMore)):
            return new > 0 ? go(.composing, .compose) : proceed(staged: composed, canTryMore: canTryMore)
        case (.composing, .composed(let staged, let canTryMore)):
            return proceed(staged: staged, canTryMore: canTryMore)
        case (.pushing, .pushed):
            return go(.staged, .createStaging)
        case (.pushing, .pushRefused(let reason)):
            state = .dropped
            return [.suspendBranch(reason), .release(keepSplit: true, reason: reason)]
        default:
            // An outcome of an earlier state, delivered twice: nothing to do.
            return []
        }
    }

    private mutating func proceed(staged: Int, canTryMore: Bool) -> [Action] {
        if canTryMore { return go(.inspecting, .inspectNext) }
        if staged > 0 { return go(.pushing, .push) }
        state = .dropped
        return [.release(keepSplit: false, reason: "nothing could be staged"), .stageAgain]
    }

    private mutating func go(_ next: State, _ action: Action) -> [Action] {
        state = next
        return [action]
    }
}
