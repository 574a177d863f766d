import PluginAPI
import PluginTesting
import Testing

@testable import MergeBotCore

/// Whatever keeps a pull request from being merged, a day of it costs little: few comments, and no more attempts than pauses allow.
@Suite struct BlockedStories {
    enum Situation: String, CaseIterable {
        case nothingToStage, missedUpdate, missedUpdateOfTwo, missedUpdateWithoutChecks, unreadable, excluded, excludedWithoutChecks,
            noMethod
        case noMethodWithoutChecks, draft, conflict, red, severalTargets, missingTarget, silentForge, refusedPush, silentCI, noRepository
    }

    @Test(arguments: Situation.allCases) func aDayOfItIsBounded(_ situation: Situation) throws {
        let story = try Story(repositories: ["acme/a", "acme/b"], branches: ["main", "17.0"])
        try prepare(situation, story)
        for _ in 0..<288 {
            try story.settle()
            try story.host.advance(seconds: 300)
        }
        try story.settle()
        for (number, repository) in [(1, "acme/a"), (2, "acme/b")] {
            let heard = story.heard(number, in: repository)
            #expect(heard.count <= 2 && Set(heard).count == heard.count, "\(repository)#\(number) heard \(heard)")
        }
        let attempts = try story.host.sql("SELECT count(*) AS n FROM mergebot_attempts")[0].int("n")
        let stagings = try story.stagings.count
        #expect(attempts <= 290, "one for each pause after trouble")
        #expect(stagings <= 2)
        #expect(story.effectCount <= 1500, "an attempt at two repositories asks for five")
    }

    private func prepare(_ situation: Situation, _ story: Story) throws {
        let head = try story.open(1, label: "dev:x", commits: situation.rawValue.hasPrefix("noMethod") ? 2 : 1)
        try story.status(head, "success")
        switch situation {
        case .nothingToStage: return
        case .missedUpdate: story.inspected["acme/a#1"] = { $0.title = "Another" }
        case .missedUpdateOfTwo:
            try story.status(try story.open(2, in: "acme/b", label: "dev:x"), "success")
            story.inspected["acme/a#1"] = { $0.title = "Another" }
            try story.comment("approve", on: 2, in: "acme/b")
        case .missedUpdateWithoutChecks:
            story.inspected["acme/a#1"] = { $0.title = "Another" }
            try story.comment("skipchecks", on: 1)
        case .unreadable: story.inspected["acme/a#1"] = { $0.found = false }
        case .excluded, .excludedWithoutChecks:
            try story.host.sql("UPDATE repositories SET branches_except = '[\"main\"]' WHERE name = 'acme/a'")
            try story.host.deliver("configuration.changed")
            if situation == .excludedWithoutChecks { try story.comment("skipchecks", on: 1) }
        case .noMethodWithoutChecks: try story.comment("skipchecks", on: 1)
        case .noMethod: break
        case .draft: try story.comment("skipchecks", on: 1); try story.draft(1, true)
        case .conflict: story.conflicts["acme/a#1"] = .conflict
        case .red: try story.status(head, "failure")
        case .severalTargets:
            try story.open(2, in: "acme/b", label: "dev:x")
            try story.retarget(2, to: "17.0", in: "acme/b")
            try story.comment("skipchecks", on: 1)
        case .missingTarget: story.forge.refs = FakeForge.Refs()
        case .silentForge: story.refusals["acme/a refs/heads/staging.main"] = "unavailable"
        case .refusedPush: story.refusals["acme/a refs/heads/staging.main"] = "refused"
        case .silentCI: break
        case .noRepository: try story.host.sql("UPDATE repositories SET branches_only = '[]'")
        }
        if situation != .draft { try story.comment("approve", on: 1) }
    }

    @Test func aTargetThatTheRepositoryExcludesIsNamed() throws {
        let story = try Story(branches: ["main", "17.0"])
        try story.ready(1)
        try story.decide("success")
        try story.host.sql("UPDATE repositories SET branches_except = '[\"main\"]'")
        try story.host.deliver("configuration.changed")
        try story.ready(2)
        #expect(story.heard(2) == [])
        #expect(try story.state(2) == "ready", "its approval is not cleared")
        #expect(try story.document(2)["blocked"]["text"] == "has a target that is not a branch of its repository")
        #expect(try story.document(2)["why"] == "It has to be retargeted: main is not a branch of its repository.")
        try story.retarget(2, to: "17.0")
        try story.settle()
        #expect(try story.active("17.0") != nil)
    }
}
