import Foundation
package import Store

/// Who is to blame for the end of a runner: a function over the record of hooks.
package enum Blame {
    /// How the process ended.
    package enum Ending: Sendable, Hashable {
        case code(Int32)
        case signal(Int32)
        /// We ended it, for this reason.
        case killed(String)

        /// In words, after "the runner".
        package var sentence: String {
            switch self {
            case .code(HookRecord.linkLost): "ended itself, because a hook had closed the runner's link to the host"
            case .code(let code): "exited with code \(code)"
            case .signal(SIGKILL):
                "was ended by signal \(SIGKILL) (Killed), which this host did not send: a plugin may have done so, or the kernel, "
                    + "because memory was used up"
            case .signal(let number): "was ended by signal \(number) (\(String(cString: strsignal(number))))"
            case .killed(let reason): "was ended because \(reason)"
            }
        }
    }

    /// The crash to be recorded.
    /// - Parameters:
    ///   - entries: the hooks that were running.
    ///   - overdue: the hook for which we ended it.
    package static func crash(entries: [HookRecord.Entry], ending: Ending, overdue: HookRecord.Entry? = nil, time: Int64) -> Crash {
        let culprit = overdue ?? Self.culprit(entries)
        return Crash(
            time: time, event: culprit?.event, plugin: culprit?.plugin, hook: culprit?.hook, reason: ending.sentence)
    }

    /// The thread that ended the process marks itself; otherwise the apply thread's hook comes first.
    private static func culprit(_ entries: [HookRecord.Entry]) -> HookRecord.Entry? {
        entries.first { $0.ending != .none } ?? entries.first
    }
}
