import Synchronization

/// What was asked, by whom, and how it was answered; for `GET /_sim/requests`.
final class RequestLog: Sendable {
    /// One answered request.
    struct Entry: Sendable {
        let seq: Int64
        let method: String
        let path: String
        let query: String
        let status: Int
        let login: String?
        let milliseconds: Int64
    }

    private static let limit = 100_000
    private let state = Mutex<(next: Int64, entries: [Entry])>((1, []))

    func add(_ method: String, _ path: String, _ query: String, _ status: Int, _ login: String?, _ milliseconds: Int64) {
        state.withLock { state in
            let entry = Entry(
                seq: state.next, method: method, path: path, query: query, status: status, login: login, milliseconds: milliseconds)
            state.entries.append(entry)
            state.next += 1
            if state.entries.count > Self.limit { state.entries.removeFirst(Self.limit / 10) }
        }
    }

    func entries(since seq: Int64) -> [Entry] { state.withLock { $0.entries.filter { $0.seq > seq } } }

    func clear() { state.withLock { $0 = (1, []) } }
}

/// How many calls each user has left in the hour.
final class RateBook: Sendable {
    static let limit = 5_000

    private let used = Mutex<[String: (hour: Int64, count: Int)]>([:])

    /// Counts a call (304 answers cost nothing) and answers the headers.
    func headers(for login: String?, now: Int64, counts: Bool, exhausted: Bool = false) -> [(String, String)] {
        let hour = now / 3_600_000
        let count = used.withLock { used in
            let key = login ?? ""
            var entry = used[key] ?? (hour, 0)
            if entry.hour != hour { entry = (hour, 0) }
            if counts { entry.count += 1 }
            used[key] = entry
            return entry.count
        }
        let limit = login == nil ? 60 : Self.limit
        let remaining = exhausted ? 0 : max(0, limit - count)
        return [
            ("X-RateLimit-Limit", String(limit)), ("X-RateLimit-Remaining", String(remaining)), ("X-RateLimit-Used", String(count)),
            ("X-RateLimit-Reset", String((hour + 1) * 3600)), ("X-RateLimit-Resource", "core"),
        ]
    }

    func count(for login: String?, now: Int64) -> Int {
        used.withLock { used in
            let entry = used[login ?? ""]
            return entry?.hour == now / 3_600_000 ? entry?.count ?? 0 : 0
        }
    }
}
