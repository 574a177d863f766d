import PluginAPI

extension Store {
    func insertLanding(_ machine: LandingMachine, of staging: StagingID) throws {
        try host.execute(
            "INSERT INTO mergebot_landings(staging, phase, position, round, started_at, retry_at) VALUES (?, ?, ?, ?, ?, ?)", staging,
            machine.phase.rawValue, machine.position, machine.round, machine.startedAt, machine.retryAt)
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
                observed: try Self.observation(row), hasMoved: try row.bool("moved"))
        }
        return LandingMachine(
            steps: steps, startedAt: try row.int64("started_at"), phase: try row.word("phase"), position: try row.int("position"),
            round: try row.int("round"), reason: row.optionalString("reason"), retryAt: row.optionalInt64("retry_at"))
    }

    private static func observation(_ row: Row) throws -> LandingMachine.Observation {
        guard try row.bool("was_read") else { return .notRead }
        return row.optionalString("observed").map { .at($0) } ?? .missing
    }

    func save(_ machine: LandingMachine, of staging: StagingID) throws {
        try host.execute(
            "UPDATE mergebot_landings SET phase = ?, position = ?, round = ?, reason = ?, retry_at = ? WHERE staging = ?",
            machine.phase.rawValue, machine.position, machine.round, machine.reason, machine.retryAt, staging)
        for (position, step) in machine.steps.enumerated() {
            let observed: String? = if case .at(let sha) = step.observed { sha } else { nil }
            try host.execute(
                """
                UPDATE mergebot_landing_steps SET moved = ?, was_read = ?, observed = ? WHERE staging = ? AND position = ?
                """, step.hasMoved, step.observed != .notRead, observed, staging, position)
        }
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

    func hold(_ event: HeldEvent, until staging: StagingID) throws {
        let (kind, document) = Self.columns(event.what)
        try host.execute(
            "INSERT INTO mergebot_held_events(staging, kind, pull_request, actor, document) VALUES (?, ?, ?, ?, ?)", staging, kind,
            event.pullRequest, event.actor, document)
    }

    /// Answers the events that were held, in order, and forgets them.
    func takeHeld(of staging: StagingID) throws -> [HeldEvent] {
        let held = try host.query("SELECT * FROM mergebot_held_events WHERE staging = ? ORDER BY id", staging).compactMap { row in
            try Self.what(try row.string("kind"), try row.json("document")).map {
                HeldEvent(pullRequest: try row.id("pull_request"), actor: row.optionalString("actor"), what: $0)
            }
        }
        try host.execute("DELETE FROM mergebot_held_events WHERE staging = ?", staging)
        return held
    }

    /// Changes are kept under the kind of their event without its prefix.
    private static let prefix = "pull_request."

    private static func columns(_ what: HeldEvent.What) -> (kind: String, document: JSON) {
        switch what {
        case .join: return ("join", [:])
        case .takeBackApproval: return ("unreview", [:])
        case .change(let change):
            let event = change.event
            return (String(event.kind.rawValue.dropFirst(prefix.count)), event.document)
        }
    }

    private static func what(_ kind: String, _ document: JSON) throws -> HeldEvent.What? {
        switch kind {
        case "join": .join
        case "unreview": .takeBackApproval
        default: PullRequestChange(EventKind(rawValue: prefix + kind), document).map { .change($0) }
        }
    }
}
