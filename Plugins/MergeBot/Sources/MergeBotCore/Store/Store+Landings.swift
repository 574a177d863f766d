import PluginAPI

extension Store {
    func insertLanding(_ machine: LandingMachine, of staging: StagingID) throws {
        try host.execute(
            "INSERT INTO mergebot_landings(staging, phase, position, started_at) VALUES (?, ?, ?, ?)", staging, machine.phase.rawValue,
            machine.position, now)
        for (position, step) in machine.steps.enumerated() {
            try host.execute(
                "INSERT INTO mergebot_landing_steps(staging, position, repository, base, head) VALUES (?, ?, ?, ?, ?)", staging, position,
                step.repository, step.base, step.head)
        }
    }

    func landing(of staging: StagingID) throws -> LandingMachine? {
        guard let row = try host.first("SELECT * FROM mergebot_landings WHERE staging = ?", staging) else { return nil }
        let steps = try host.query("SELECT * FROM mergebot_landing_steps WHERE staging = ? ORDER BY position", staging).map { row in
            LandingMachine.Step(
                repository: try row.string("repository"), base: try row.string("base"), head: try row.string("head"),
                hasMoved: try row.bool("moved"))
        }
        return LandingMachine(
            steps: steps, phase: try row.word("phase"), position: try row.int("position"), reason: row.optionalString("reason"))
    }

    func save(_ machine: LandingMachine, of staging: StagingID) throws {
        try host.execute(
            "UPDATE mergebot_landings SET phase = ?, position = ?, reason = ? WHERE staging = ?", machine.phase.rawValue, machine.position,
            machine.reason, staging)
        for (position, step) in machine.steps.enumerated() {
            try host.execute(
                "UPDATE mergebot_landing_steps SET moved = ? WHERE staging = ? AND position = ?", step.hasMoved, staging, position)
        }
    }

    func retryLanding(of staging: StagingID, at time: Int64?) throws {
        try host.execute("UPDATE mergebot_landings SET retry_at = ? WHERE staging = ?", time, staging)
    }

    func landingRetry(of staging: StagingID) throws -> Int64? {
        try host.first("SELECT retry_at FROM mergebot_landings WHERE staging = ?", staging)?.optionalInt64("retry_at")
    }

    /// When the landing was begun.
    func landingStart(of staging: StagingID) throws -> Int64? {
        try host.first("SELECT started_at FROM mergebot_landings WHERE staging = ?", staging)?.optionalInt64("started_at")
    }

    /// Forgets where the targets were before they are read anew.
    func forgetObserved(of staging: StagingID) throws {
        try host.execute("UPDATE mergebot_landing_steps SET was_read = 0, observed = NULL WHERE staging = ?", staging)
    }

    func saveObserved(_ head: String?, of repository: String, in staging: StagingID) throws {
        try host.execute(
            "UPDATE mergebot_landing_steps SET was_read = 1, observed = ? WHERE staging = ? AND repository = ?", head, staging, repository)
    }

    /// Where the targets are, once all have been read.
    func observed(of staging: StagingID) throws -> [String: String?]? {
        let rows = try host.query("SELECT * FROM mergebot_landing_steps WHERE staging = ? ORDER BY position", staging)
        guard try rows.allSatisfy({ try $0.bool("was_read") }) else { return nil }
        var heads: [String: String?] = [:]
        for row in rows { heads.updateValue(row.optionalString("observed"), forKey: try row.string("repository")) }
        return heads
    }

    // MARK: Certificates

    func saveCertificate(_ document: JSON, of staging: StagingID) throws {
        try host.execute(
            "INSERT INTO mergebot_certificates(staging, document, created_at) VALUES (?, ?, ?)", staging, document, now)
    }

    func certificate(of staging: StagingID) throws -> JSON {
        try host.first("SELECT document FROM mergebot_certificates WHERE staging = ?", staging)?.json("document") ?? .null
    }

    // MARK: Events that wait for the end of a landing

    /// Something that happened to a member of a landing staging.
    struct HeldEvent {
        let kind: String
        let pullRequest: PullRequestID
        let actor: String?
        let document: JSON
    }

    func hold(_ event: HeldEvent, until staging: StagingID) throws {
        try host.execute(
            "INSERT INTO mergebot_held_events(staging, kind, pull_request, actor, document) VALUES (?, ?, ?, ?, ?)", staging, event.kind,
            event.pullRequest, event.actor, event.document)
    }

    func takeHeld(of staging: StagingID) throws -> [HeldEvent] {
        let held = try host.query("SELECT * FROM mergebot_held_events WHERE staging = ? ORDER BY id", staging).map { row in
            HeldEvent(
                kind: try row.string("kind"), pullRequest: try row.id("pull_request"), actor: row.optionalString("actor"),
                document: try row.json("document"))
        }
        try host.execute("DELETE FROM mergebot_held_events WHERE staging = ?", staging)
        return held
    }
}
