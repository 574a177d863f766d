import Engine
import Synchronization
import Testing

@Suite("Deadlines")
struct DeadlineTests {
    private struct Broken: Error {}

    @Test("work that is done in time gives its value, and nothing expires")
    func inTime() async throws {
        let expired = Mutex(false)
        let value = await withDeadline(60_000, onExpiry: { expired.withLock { $0 = true } }) { 7 }
        #expect(value == 7)
        #expect(!expired.withLock { $0 })
        #expect(try await withDeadline(60_000) { "done" } == "done")
    }

    @Test("at the deadline the work is told to end, and its value counts")
    func expiry() async {
        let (ends, end) = AsyncStream<Int>.makeStream()
        let value = await withDeadline(
            1,
            onExpiry: {
                end.yield(3)
                end.finish()
            }
        ) { await ends.first { _ in true } }
        #expect(value == 3)
    }

    @Test("work that does not end is abandoned at the deadline")
    func abandoned() async throws {
        let gate = Mutex<CheckedContinuation<Void, Never>?>(nil)
        let value = try await withDeadline(1) {
            // Ignores its cancellation.
            await withCheckedContinuation { continuation in gate.withLock { $0 = continuation } }
            return 1
        }
        #expect(value == nil)
        gate.withLock { $0 }?.resume()
    }

    @Test("an error of the work reaches the caller")
    func errors() async {
        await #expect(throws: Broken.self) { try await withDeadline(60_000) { throw Broken() } as Int? }
        await #expect(throws: Broken.self) { try await withDeadline(60_000, onExpiry: {}) { throw Broken() } }
    }
}
