import ForgeSim
import Testing

@Suite("Order of deliveries")
struct DeliveryOrderTests {
    private func titles(_ sink: Sink) throws -> [String] {
        try sink.received.filter { $0.event == "issues" }.compactMap { try ForgeJSON(parsing: $0.body)["issue"]["title"].string }
    }

    @Test("a hook gets what happened in the order of the journal, however many callers there are")
    func concurrent() async throws {
        try await Sink.with { sink in
            try await simulated { s in
                let repository = try await s.repository()
                _ = try await s.hook(repository, sink)
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for caller in 0..<6 {
                        let client = caller % 2 == 0 ? s.owner.client : s.other.client
                        group.addTask {
                            for number in 0..<8 {
                                try await client.post("/repos/\(repository)/issues", ["title": .string("\(caller).\(number)")])
                            }
                        }
                    }
                    try await group.waitForAll()
                }
                try await s.sim.idle(timeout: .seconds(60))
                let journal = try s.sim.control.deliveries()
                #expect(journal.count == 49)
                #expect(sink.received.map { $0.headers["x-github-delivery"] } == journal.map { $0["id"].string })
            }
        }
    }

    @Test("when every delivery is reordered, neighbours change places and none is lost")
    func allReordered() async throws {
        try await Sink.with { sink in
            try await simulated { s in
                let repository = try await s.repository()
                _ = try await s.hook(repository, sink, events: ["issues"])
                try await s.sim.idle()
                try s.sim.control.addFault(["effect": "reorder"])
                for title in ["a", "b", "c", "d", "e"] {
                    try await s.owner.client.post("/repos/\(repository)/issues", ["title": .string(title)])
                }
                try await s.sim.idle()
                #expect(try titles(sink) == ["b", "a", "d", "c", "e"])
                #expect(try s.sim.control.deliveries(event: "issues").allSatisfy { $0["state"].string == "delivered" })
            }
        }
    }

    @Test("an early delivery of a paused hook does not hold up the call")
    func pausedEarly() async throws {
        try await Sink.with { sink in
            try await simulated { s in
                let repository = try await s.repository()
                let hook = try await s.hook(repository, sink, events: ["issues"])
                try await s.sim.idle()
                try s.sim.control.pauseHook(hook)
                try s.sim.control.addFault(["effect": "early"])
                try await s.owner.client.post("/repos/\(repository)/issues", ["title": "a"])
                #expect(try titles(sink) == [])
                try s.sim.control.pauseHook(hook, false)
                try await s.sim.idle()
                #expect(try titles(sink) == ["a"])
            }
        }
    }

    @Test("a reset forgets what was queued, delayed and held back")
    func forgotten() async throws {
        try await Sink.with { sink in
            try await simulated { s in
                let repository = try await s.repository()
                _ = try await s.hook(repository, sink, events: ["issues"])
                try await s.sim.idle()
                try s.sim.control.addFault(["effect": "reorder", "times": 1])
                try s.sim.control.addFault(["effect": "delay_ms", "value": 40, "after": 1])
                for title in ["a", "b"] { try await s.owner.client.post("/repos/\(repository)/issues", ["title": .string(title)]) }
                try await s.sim.client(nil).post("/_sim/reset", [:])
                let again = try await s.repository()
                _ = try await s.hook(again, sink, events: ["issues"])
                try await s.owner.client.post("/repos/\(again)/issues", ["title": "new"])
                try await s.sim.idle()
                #expect(try titles(sink) == ["new"])
                #expect(try s.sim.control.deliveries().map { $0["state"].string } == ["delivered", "delivered"])
            }
        }
    }
}
