import Foundation
import Testing
import WebTestHost

@testable import Web

/// What somebody may take of a server before it knows who they are.
@Suite("Limits of connections and bodies")
struct LimitTests {
    @Test("bodies take bytes and places, and give them back")
    func budget() {
        var limits = WebLimits()
        (limits.smallBody, limits.largeBodies, limits.bodyBytes) = (10, 2, 100)
        var budget = BodyBudget(limits)
        let steps: [(from: Int, by: Int, isTaken: Bool)] = [
            (0, 10, true), (0, 11, true), (10, 1, true), (0, 11, false), (0, 10, true), (11, 50, true), (0, 9, true), (0, 10, false),
            (0, 9, true),
        ]
        for step in steps { #expect(budget.grow(from: step.from, by: step.by) == step.isTaken, "\(step)") }
        #expect((budget.bytes, budget.large) == (100, 2))
        for size in [11, 61, 10, 9, 9] { budget.release(size) }
        #expect((budget.bytes, budget.large) == (0, 0))
    }

    @Test("a share is given back once, and takes nothing afterwards")
    func share() {
        let bodies = SharedBodyBudget(WebLimits())
        let share = bodies.share()
        #expect(share.grow(by: 5))
        share.release()
        share.release()
        #expect(bodies.bytes == 0)
        #expect(!share.grow(by: 5))
        #expect(bodies.bytes == 0)
    }

    @Test(
        "a connection that says nothing, or not all of a header, is closed",
        arguments: ["", "POST /webhooks/github HTTP/1.1\r\nHost: localhost\r\nX-Slow: ", "GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n"])
    func idle(start: String) async throws {
        var limits = WebLimits()
        limits.idleTime = 300
        try await RunningHost.with(limits: limits) { (host: RunningHost) async throws in
            // It ends: otherwise this would throw after a minute.
            let answer = try await RawHTTP(port: host.port).exchange(Array(start.utf8))
            #expect(answer.status == (start.hasPrefix("GET") ? 200 : nil))
        }
    }

    @Test("a body that does not arrive in time is given up, and its connection is closed")
    func slow() async throws {
        var limits = WebLimits()
        limits.bodyTime = 300
        try await RunningHost.with(limits: limits) { (host: RunningHost) async throws in
            let start = "POST /webhooks/github HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n0123456789"
            #expect(try await RawHTTP(port: host.port).exchange(Array(start.utf8)).status == 408)
        }
    }

    @Test("a large body is refused while others have all places, and small ones are not")
    func crowded() {
        var limits = WebLimits()
        (limits.smallBody, limits.largeBodies) = (1000, 1)
        let bodies = SharedBodyBudget(limits)
        let (first, second, small) = (bodies.share(), bodies.share(), bodies.share())
        #expect(first.grow(by: 5000))
        #expect(!second.grow(by: 5000))
        #expect(small.grow(by: 500))
        first.release()
        #expect(second.grow(by: 5000), "the place is free again")
    }
}
