import Contract
import Logging
import Store

/// The clock of a host that starts.
extension HostRuntime {
    /// By how much the last event must be ahead of now, in milliseconds. What is put off for less is waited for.
    private static let tolerance: Int64 = 60_000

    /// Puts it into the log where time has gone back: the clock was ahead when the last event was stored, and was corrected while
    /// the host was away. Timers that were put off by that clock are due in good time again.
    /// - Parameter now: milliseconds since 1970.
    static func noteClock(in store: HostStore, now: Int64, logger: Logger) throws {
        let lead = try store.write { transaction -> Int64 in
            let last = try transaction.lastSeq()
            guard let event = try transaction.event(seq: last), event.entry.time - now > tolerance else { return 0 }
            let entry = InboxEntry(
                source: "clock", delivery: "corrected-\(last)", kind: EventKind.clockCorrected.rawValue, time: now, document: "{}")
            _ = try transaction.append(entry)
            return event.entry.time - now
        }
        guard lead > 0 else { return }
        logger.warning("the machine's clock has gone back since the last event", metadata: ["seconds": "\(lead / 1000)"])
    }
}
