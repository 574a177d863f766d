import Contract
import Logging
import Store

/// The clock of a starting host.
extension HostRuntime {
    /// By how much the last event must be ahead of now, in milliseconds. Shorter delays are simply waited out.
    private static let tolerance: Int64 = 60_000

    /// Appends an event if time has gone back: the clock was ahead when the last event was stored, and was corrected while
    /// the host was down. Timers that this clock had put off become due in time again.
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
