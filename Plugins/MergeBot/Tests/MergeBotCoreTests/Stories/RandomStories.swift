import PluginAPI
import PluginTesting
import Testing

@testable import MergeBotCore

/// SplitMix64: the same seed tells the same story.
struct Seeded: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var bits = state
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return bits ^ (bits >> 31)
    }
}

@Suite struct RandomStories {
    private static let repositories = ["acme/a", "acme/b"]

    @Test(arguments: UInt64(1)...12)
    func whateverHappensTheInvariantsHold(seed: UInt64) throws {
        var random = Seeded(state: seed)
        let story = try Story(settings: ["batch_limit": 3, "ci_timeout_minutes": 5], repositories: Self.repositories)
        var opened: [(number: Int, repository: String)] = []
        story.beforeEffect = { _ in try Self.check(story, settled: false) }
        for step in 0..<60 {
            try act(step, story, &opened, &random)
            // Sometimes several things happen before anything is done.
            var settled = false
            if Int.random(in: 0..<3, using: &random) > 0 {
                story.paused =
                    Bool.random(using: &random) ? [] : [["inspect", "compose", "push", "read_refs"].randomElement(using: &random) ?? ""]
                try story.settle()
                settled = story.paused.isEmpty
            }
            try Self.check(story, settled: settled)
        }
        story.paused = []
        try story.settle()
        try Self.check(story, settled: true)
        // What is stored is what the facts give: computing everything anew changes nothing.
        let states = "SELECT pull_request, status, state FROM mergebot_pull_requests ORDER BY pull_request"
        let gates = "SELECT id, blocked, unblocked_at FROM mergebot_batches ORDER BY id"
        let before = try Self.dump(story, states) + Self.dump(story, gates)
        try story.host.deliver("configuration.changed")
        let after = try Self.dump(story, states) + Self.dump(story, gates)
        #expect(after.filter { !before.contains($0) } == [])
    }

    private static func dump(_ story: Story, _ sql: String) throws -> [String] {
        try story.host.sql(sql).map { row in row.columnNames.map { "\($0)=\(row[$0])" }.joined(separator: " ") }
    }

    private func act(
        _ step: Int, _ story: Story, _ opened: inout [(number: Int, repository: String)], _ random: inout Seeded
    ) throws {
        let choice = Int.random(in: 0..<16, using: &random)
        if choice < 4 || opened.isEmpty {
            let repository = Self.repositories.randomElement(using: &random) ?? ""
            let label = "dev:branch-\(Int.random(in: 0..<6, using: &random))"
            try story.open(step + 1, in: repository, label: label)
            opened.append((step + 1, repository))
            return
        }
        guard let (number, repository) = opened.randomElement(using: &random) else { return }
        let head = try story.row(number, in: repository).string("head")
        switch choice {
        case 4, 5, 6: try story.status(head, "success")
        case 7: try story.status(head, ["failure", "pending"].randomElement(using: &random) ?? "")
        case 8, 9, 10: try story.comment("approve", on: number, in: repository)
        case 11: try story.push(number, in: repository)
        case 12:
            try story.comment(
                ["unapprove", "retry", "skipchecks", "cancel", "alone"].randomElement(using: &random) ?? "", on: number, in: repository)
        case 13: try Bool.random(using: &random) ? story.close(number, in: repository) : story.reopen(number, in: repository)
        case 14: try story.host.advance(seconds: Int64.random(in: 1...400, using: &random))
        default:
            for (_, head) in (try story.active()?["heads"].object ?? [:]).sorted(by: { $0.key < $1.key }) {
                try story.status(head.string ?? "", Int.random(in: 0..<3, using: &random) == 0 ? "failure" : "success")
            }
        }
    }

    private static func check(_ story: Story, settled: Bool) throws {
        func count(_ sql: String) throws -> Int { try story.host.sql(sql)[0][0].int ?? -1 }
        #expect(
            try count(
                "SELECT count(*) FROM (SELECT 1 FROM mergebot_stagings WHERE active = 1 GROUP BY project, target HAVING count(*) > 1)") == 0
        )
        // No batch is tested twice, nor waits in a split while it is tested.
        let twice = """
            SELECT count(*) FROM mergebot_batches b JOIN mergebot_staging_batches s ON s.batch = b.id JOIN mergebot_stagings g ON g.id = s.staging
            WHERE g.active = 1 AND b.split IS NOT NULL
            """
        #expect(try count(twice) == 0)
        #expect(
            try count("SELECT count(*) FROM mergebot_splits s WHERE NOT EXISTS (SELECT 1 FROM mergebot_batches b WHERE b.split = s.id)")
                == 0)
        // What is tested is still what was approved: a member that changed would have cancelled the staging.
        let changed = """
            SELECT count(*) FROM mergebot_staging_pull_requests s JOIN mergebot_stagings g ON g.id = s.staging
            JOIN pull_requests p ON p.id = s.pull_request JOIN mergebot_pull_requests m ON m.pull_request = p.id
            WHERE g.active = 1 AND g.state = 'pending'
              AND (p.head <> s.head OR m.closed = 1 OR m.error = 1 OR p.draft = 1 OR m.status = 'failure'
                   OR (m.approved_by IS NULL AND NOT (SELECT skipchecks FROM mergebot_batches WHERE id = m.batch)))
            """
        #expect(try count(changed) == 0)
        // Only what was green in a staging landed, and the landed tree is the tested one.
        let red = """
            SELECT count(*) FROM mergebot_stagings g JOIN mergebot_staging_heads h ON h.staging = g.id
            WHERE g.state = 'success' AND NOT EXISTS (
                SELECT 1 FROM mergebot_staging_statuses s WHERE s.staging = g.id AND s.sha = h.head AND s.context = 'ci/build' AND s.state = 'success')
            """
        #expect(try count(red) == 0)
        let landed = try story.host.sql(
            "SELECT h.repository, h.head FROM mergebot_stagings g JOIN mergebot_staging_heads h ON h.staging = g.id WHERE g.state = 'success' ORDER BY g.id"
        )
        var latest: [String: String] = [:]
        for row in landed { latest[try row.string("repository")] = try row.string("head") }
        if settled { for (repository, head) in latest { #expect(story.refs["\(repository) refs/heads/main"] == head) } }
        guard settled else { return }
        // Nothing ready is forgotten: if the branch is free, no candidate waits.
        let idle = try count("SELECT count(*) FROM mergebot_stagings WHERE active = 1") == 0
        if idle { #expect(try count("SELECT count(*) FROM mergebot_batches WHERE blocked IS NULL") == 0) }
    }
}
