import Foundation
import Synchronization

/// The points at which a crash is rehearsed: the tests kill the process there and look for what was lost or duplicated.
///
/// `SWITCHYARD_FAULT=effect.compose.after-call:2,apply.received` kills the host after its second composition and, in its
/// next life, the runner when it receives an event; see ``FaultPlan``. Without the variable a point costs one comparison.
/// The table in docs/design.md says what must hold after each of them.
package enum FaultPoint: String, CaseIterable, Sendable {
    // MARK: A host starts

    /// Both databases are open and have their schema.
    case hostAfterDatabases = "host.after-databases"
    /// The plugins are checked; no runner has been started.
    case hostBeforeRunner = "host.before-runner"
    /// The runner is ready; nothing has been asked of it.
    case hostAfterRunner = "host.after-runner"
    /// The configuration is about to be put into the log.
    case configurationBeforeCommit = "configuration.before-commit"
    /// The configuration is in the log.
    case configurationAfterCommit = "configuration.after-commit"
    /// What was open before is about to be resumed.
    case hostBeforeResume = "host.before-resume"
    /// Everything that was open is in the queue; nothing runs yet.
    case hostAfterResume = "host.after-resume"
    /// The forge has said whose credential an identity is.
    case identityBeforeCommit = "identity.before-commit"
    /// The owner of an identity's credential is in the log.
    case identityAfterCommit = "identity.after-commit"

    // MARK: A runner starts

    /// The runner has given up the rights it does not need; no database is open.
    case runnerAfterConfinement = "runner.after-confinement"
    /// The plugins are loaded; none has been started.
    case runnerAfterPlugins = "runner.after-plugins"
    /// The plugins have made their tables, in a transaction that is not committed.
    case startBeforeCommit = "start.before-commit"
    /// The plugins have been started.
    case startAfterCommit = "start.after-commit"
    /// The runner is ready; the host has not been told yet.
    case runnerBeforeReady = "runner.before-ready"

    // MARK: A runner has crashed

    /// The crash and its consequences are about to be recorded.
    case crashBeforeCommit = "crash.before-commit"
    /// The crash is recorded.
    case crashAfterCommit = "crash.after-commit"
    /// The wait after the crash is over; the next runner has not been started.
    case runnerBeforeRestart = "runner.before-restart"

    // MARK: Something arrives

    /// A delivery is about to be stored.
    case intakeBeforeCommit = "intake.before-commit"
    /// A delivery is stored; its sender has not been answered.
    case intakeAfterCommit = "intake.after-commit"
    /// An operator's request has been applied; the operator has not been answered.
    case operationApplied = "operation.applied"
    /// A timer is due and about to be put into the log.
    case timerBeforeAppend = "timer.before-append"
    /// A timer's event is in the log.
    case timerAfterAppend = "timer.after-append"

    // MARK: An event is applied

    /// The host has read an event and not sent it yet.
    case applyBeforeSend = "apply.before-send"
    /// The runner has received an event; no transaction has begun.
    case applyReceived = "apply.received"
    /// A plugin has requested an effect and is still in its hook: the crash is blamed on it.
    case hookAfterEffect = "hook.after-effect"
    /// A plugin's hook has returned.
    case applyAfterHook = "apply.after-hook"
    /// An event's transaction is complete but not committed.
    case applyBeforeCommit = "apply.before-commit"
    /// An event is committed in the runner.
    case applyAfterCommit = "apply.after-commit"
    /// The answer is ready; the host has not received it.
    case applyBeforeAnswer = "apply.before-answer"
    /// The host has the answer; the requested effects are not in its queue.
    case applyAfterAnswer = "apply.after-answer"

    // MARK: A question is answered

    /// The runner has received a query.
    case queryReceived = "query.received"
    /// The runner has the answer to a query and has not sent it.
    case queryBeforeAnswer = "query.before-answer"

    // MARK: An effect runs; an unforced push is a landing, a forced one makes a staging

    /// A kind of effect before its call, after it, and after its outcome is stored.
    case commentStarted = "effect.comment.after-started"
    case commentCalled = "effect.comment.after-call"
    case commentStored = "effect.comment.after-receipt"
    case reactionStarted = "effect.reaction.after-started"
    case reactionCalled = "effect.reaction.after-call"
    case reactionStored = "effect.reaction.after-receipt"
    case closeStarted = "effect.close.after-started"
    case closeCalled = "effect.close.after-call"
    case closeStored = "effect.close.after-receipt"
    case deploymentStarted = "effect.deployment.after-started"
    case deploymentCalled = "effect.deployment.after-call"
    case deploymentStored = "effect.deployment.after-receipt"
    case fetchStarted = "effect.fetch.after-started"
    case fetchCalled = "effect.fetch.after-call"
    case fetchStored = "effect.fetch.after-receipt"
    case inspectStarted = "effect.inspect.after-started"
    case inspectCalled = "effect.inspect.after-call"
    case inspectStored = "effect.inspect.after-receipt"
    case composeStarted = "effect.compose.after-started"
    case composeCalled = "effect.compose.after-call"
    case composeStored = "effect.compose.after-receipt"
    case forcedPushStarted = "effect.push_forced.after-started"
    case forcedPushCalled = "effect.push_forced.after-call"
    case forcedPushStored = "effect.push_forced.after-receipt"
    case readRefsStarted = "effect.read_refs.after-started"
    case readRefsCalled = "effect.read_refs.after-call"
    case readRefsStored = "effect.read_refs.after-receipt"
    case pushStarted = "effect.push.after-started"
    case pushCalled = "effect.push.after-call"
    case pushStored = "effect.push.after-receipt"

    /// The points around each effect.
    package enum EffectPlace: String, Sendable {
        /// The effect is recorded as started; nothing has been called.
        case started = "after-started"
        /// The effect's work is done; its receipt is not written.
        case called = "after-call"
        /// The effect's receipt and outcome are written; nobody has been told yet.
        case stored = "after-receipt"
    }

    /// Whether this point lies in the runner; the others lie in the host.
    package var isInRunner: Bool {
        switch self {
        case .runnerAfterConfinement, .runnerAfterPlugins, .startBeforeCommit, .startAfterCommit, .runnerBeforeReady, .applyReceived,
            .hookAfterEffect, .applyAfterHook, .applyBeforeCommit, .applyAfterCommit, .applyBeforeAnswer, .queryReceived,
            .queryBeforeAnswer:
            true
        default: false
        }
    }

    // MARK: Dying

    /// Whether this process rehearses a crash.
    package static let isRehearsal = ProcessInfo.processInfo.environment[FaultPlan.variable] != nil
    private static let plan = Mutex(FaultPlan(ProcessInfo.processInfo.environment[FaultPlan.variable] ?? ""))

    /// Kills the process if this point is next in the plan.
    package static func hit(_ point: FaultPoint) {
        guard isRehearsal, plan.withLock({ $0.mustDie(at: point) }) else { return }
        // Printed for the tests, which must know that the point was reached.
        let mark = Array("\(FaultPlan.mark)\(point.rawValue)\n".utf8)
        _ = write(STDERR_FILENO, mark, mark.count)
        kill(getpid(), SIGKILL)
    }

    /// Kills the process if the plan's next point is this one, around an effect of this kind.
    package static func hit(_ place: EffectPlace, of kind: String) {
        guard isRehearsal, let point = FaultPoint(rawValue: "effect.\(kind).\(place.rawValue)") else { return }
        hit(point)
    }

    /// The variables for the next runner: the plan's next point if that lies in the runner. Each point is handed out only once.
    package static func environmentOfNextRunner() -> [String: String] {
        guard isRehearsal, let step = plan.withLock({ $0.stepForRunner() }) else { return [:] }
        return [FaultPlan.variable: step.text]
    }

    /// The runner is gone: the plan moves on to its next point.
    package static func runnerHasEnded() {
        if isRehearsal { plan.withLock { $0.runnerHasEnded() } }
    }
}
