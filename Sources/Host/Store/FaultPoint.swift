import Foundation
import Synchronization

/// The places at which a crash is rehearsed: the tests kill the process there and look for what was lost or doubled.
///
/// `SWITCHYARD_FAULT=effect.after-call:2` kills the process with SIGKILL the second time it comes to that place. Without
/// the variable a place costs one comparison.
package enum FaultPoint: String, CaseIterable, Sendable {
    /// A delivery is about to be stored.
    case intakeBeforeCommit = "intake.before-commit"
    /// A delivery is stored, its sender has not been answered.
    case intakeAfterCommit = "intake.after-commit"
    /// An event's transaction is complete and not committed.
    case applyBeforeCommit = "apply.before-commit"
    /// An event is committed in the runner; the host has not heard of it.
    case applyAfterCommit = "apply.after-commit"
    /// A plugin's hook has returned.
    case applyAfterHook = "apply.after-hook"
    /// An effect is noted as started; nothing was called.
    case effectAfterStarted = "effect.after-started"
    /// An effect's work is done; its receipt is not written.
    case effectAfterCall = "effect.after-call"
    /// An effect's receipt and outcome are written; nobody has been told.
    case effectAfterReceipt = "effect.after-receipt"
    /// A push has ended; its receipt is not written.
    case pushAfterCall = "push.after-call"
    /// A staging has been composed; its receipt is not written.
    case composeAfterCall = "compose.after-call"
    /// A timer is due and about to be put into the log.
    case timerBeforeAppend = "timer.before-append"
    /// A timer's event is in the log.
    case timerAfterAppend = "timer.after-append"

    /// The runner finds that its host is gone.
    case runnerHostGone = "runner.host-gone"
    /// A crash of the runner is recorded; the next one has not been started.
    case runnerBeforeRestart = "runner.before-restart"

    private static let armed: FaultPoint? = named.first.flatMap { FaultPoint(rawValue: $0) }
    private static let countdown = Mutex(named.count > 1 ? Int(named[1]) ?? 1 : 1)

    private static var named: [String] {
        (ProcessInfo.processInfo.environment["SWITCHYARD_FAULT"] ?? "").split(separator: ":").map(String.init)
    }

    /// Kills the process if this place was named for it.
    package static func hit(_ point: FaultPoint) {
        guard armed == point else { return }
        let isTime = countdown.withLock { count in
            count -= 1
            return count == 0
        }
        if isTime { kill(getpid(), SIGKILL) }
    }
}
