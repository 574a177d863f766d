import Synchronization

/// The answered requests, for `GET /_sim/requests`.
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
    private let seed: UInt64
    private let identities: Mutex<SeededRandom>
    private let state = Mutex<(next: Int64, entries: [Entry])>((1, []))

    init(seed: UInt64) {
        self.seed = seed
        identities = Mutex(SeededRandom(seed: seed))
    }

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

    func clear() {
        state.withLock { $0 = (1, []) }
        identities.withLock { $0 = SeededRandom(seed: seed) }
    }

    /// A request id in the forge's form: groups of hexadecimal digits.
    func nextID() -> String {
        let (a, b) = identities.withLock { ($0.next(), $0.next()) }
        let digits = Array(hex([a, b].flatMap { value in (0..<8).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) } }).uppercased())
        return [0..<4, 4..<10, 10..<16, 16..<23, 23..<31].map { String(digits[$0]) }.joined(separator: ":")
    }
}
