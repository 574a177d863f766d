import PluginAPI
import PluginTesting
import Testing

@testable import MergeBotCore

/// "May it be staged" is one rule; the SQL that preselects batches for speed says the same of any database.
@Suite struct EligibilityStories {
    @Test(arguments: 0..<40) func theSelectionInSQLIsTheRule(seed: Int) throws {
        var random = SeededRandom(seed: UInt64(seed))
        let story = try Story(repositories: ["acme/a", "acme/b"], branches: ["main", "old"])
        story.paused = ["inspect"]
        for number in 1...8 { try open(number, story, &random) }
        for _ in 0..<30 { try change(1 + random.next(below: 8), story, &random) }
        try story.settle()
        for target in ["main", "old"] {
            let selected = try story.host.sql(Store.candidates, story.project, SQLValue.null, target).map { try $0.int64("id") }
            let expected = try rule(target, story)
            #expect(selected == expected)
        }
    }

    private func repository(of number: Int) -> String { number.isMultiple(of: 2) ? "acme/a" : "acme/b" }

    private func open(_ number: Int, _ story: Story, _ random: inout SeededRandom) throws {
        let head = try story.open(
            number, in: repository(of: number), label: "dev:change-\(random.next(below: 5))",
            target: random.next(below: 4) == 0 ? "old" : "main", draft: random.next(below: 6) == 0, commits: 1 + random.next(below: 2))
        if random.next(below: 5) > 0 { try story.status(head, "success") }
        if random.next(below: 5) > 0 { try story.comment("approve", on: number, in: repository(of: number)) }
    }

    private func change(_ number: Int, _ story: Story, _ random: inout SeededRandom) throws {
        let repository = repository(of: number)
        switch random.next(below: 9) {
        case 0: try story.close(number, in: repository)
        case 1: try story.reopen(number, in: repository)
        case 2: try story.draft(number, random.next(below: 3) == 0, in: repository)
        case 3: try story.retarget(number, to: ["main", "old"][random.next(below: 2)], in: repository)
        case 4: try story.comment("approve", on: number, in: repository)
        case 5: try story.comment(["squash", "rebase-merge"][random.next(below: 2)], on: number, in: repository)
        case 6: try story.comment(["skipchecks", "unapprove", "retry"][random.next(below: 3)], on: number, in: repository)
        case 7:
            let head = try story.push(number, in: repository)
            try story.status(head, "success")
        default:
            let head = try story.row(number, in: repository).string("head")
            try story.status(head, ["success", "failure", "pending"][random.next(below: 3)])
        }
    }

    /// What the rule says of every batch, from the facts themselves.
    private func rule(_ target: String, _ story: Story) throws -> [Int64] {
        try story.host.sql("SELECT * FROM mergebot_batches WHERE split IS NULL ORDER BY id").compactMap { row in
            let id = try row.int64("id")
            let members = try story.host.sql(
                "SELECT \(PullRequest.columns) FROM pull_requests p JOIN mergebot_pull_requests m ON m.pull_request = p.id WHERE m.batch = ?",
                id
            ).map { try PullRequest($0).member }
            let canBeStaged = BatchBlock.canBeStaged(
                isMerged: !row["merge_date"].isNull, skipchecks: try row.bool("skipchecks"), members: members)
            return canBeStaged && members.contains { $0.isOpen && $0.target == target } ? id : nil
        }
    }
}
