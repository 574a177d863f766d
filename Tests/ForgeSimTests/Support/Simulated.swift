import ForgeSim
import Foundation
import Testing

/// Runs a test on a simulator of its own: `owner` administers the organisation `org`, the others are people.
func simulated(_ body: (Simulated) async throws -> Void) async throws {
    let users = [
        SimUser("owner", role: "user", email: "owner@example.com", name: "Olga Owner"), SimUser("org", type: "Organization"),
        SimUser("reviewer", role: "reviewer"), SimUser("other", role: "other"), SimUser("ci-bot", role: "ci"),
    ]
    let sim = try await ForgeSimulator.start(users: users)
    do {
        try await body(Simulated(sim: sim))
    } catch {
        await sim.stop()
        throw error
    }
    await sim.stop()
}

/// A running simulator and its usual people.
struct Simulated {
    let sim: ForgeSimulator
    let owner: Contributor
    let reviewer: Contributor
    let other: Contributor

    init(sim: ForgeSimulator) throws {
        self.sim = sim
        owner = try sim.contributor("owner")
        reviewer = try sim.contributor("reviewer")
        other = try sim.contributor("other")
    }

    /// The repository `org/app` with a `main` branch; `other` has a fork of it.
    func repository(branches: [String] = ["main"], fork: Bool = false) async throws -> String {
        try await owner.createRepository("org/app", branches: branches)
        if fork { try await other.fork("org/app") }
        return "org/app"
    }

    /// A hook whose deliveries the sink receives.
    func hook(_ repository: String, _ sink: Sink, secret: String? = nil, events: [String] = ["*"]) async throws -> Int64 {
        try await owner.addHook(repository, url: sink.url, secret: secret, events: events)
    }

    /// What a hook without a listener would have been sent; for tests that only read the journal.
    func journal(_ event: String? = nil) async throws -> [ForgeJSON] {
        try await sim.idle()
        return try sim.control.deliveries(event: event)
    }
}

/// The status and message of a call that must be refused.
func refused(_ client: SimClient, _ method: String, _ path: String, _ body: ForgeJSON? = nil) async throws -> (status: Int, json: ForgeJSON)
{
    let response = try await client.send(method, path, body)
    #expect(response.json["status"].string == String(response.status))
    #expect(response.json["documentation_url"].string != nil)
    return (response.status, response.json)
}
