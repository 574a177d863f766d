import ForgeSim
import Testing

@Suite("Histories")
struct IssueEventTests {
    @Test("everything that happens to a pull request stands in its history")
    func history() async throws {
        try await conversation { c in
            try await c.owner.patch(c.pull, ["title": "Renamed"])
            try await c.s.owner.setDraft("org/app", c.number, true)
            try await c.s.owner.setDraft("org/app", c.number, false)
            try await c.owner.post("\(c.issue)/labels", ["labels": ["bug"]])
            let main = try await c.s.owner.head("org/app", "main") ?? ""
            try await c.s.owner.point("org/app", "next", at: main, exists: false)
            try await c.owner.patch(c.pull, ["base": "next"])
            try await c.owner.patch(c.pull, ["state": "closed"])
            try await c.owner.patch(c.pull, ["state": "open"])
            let names = ["renamed", "convert_to_draft", "ready_for_review", "labeled", "base_ref_changed", "closed", "reopened"]
            #expect(try await c.history() == names)
            let all = try await c.owner.get("\(c.repository)/issues/events")
            #expect(all.array?.compactMap { $0["event"].string } == names.reversed())
            #expect(all[0]["issue"]["number"].int == c.number && all[0]["actor"]["login"].string == "owner")
            let one = try await c.owner.get("\(c.repository)/issues/events/\(all[3]["id"].int ?? 0)")
            #expect(one["event"].string == "labeled" && one["label"]["name"].string == "bug")
        }
    }

    @Test("the timeline has commits, comments, reviews and references too")
    func timeline() async throws {
        try await conversation { c in
            try await c.s.other.comment("org/app", c.number, "ping @reviewer")
            try await c.s.reviewer.review("org/app", c.number, "APPROVE")
            let issue = try await c.owner.post("\(c.repository)/issues", ["title": "See", "body": .string("like #\(c.number)")])
            let timeline = try await c.owner.get("\(c.issue)/timeline").array ?? []
            let names = timeline.compactMap { $0["event"].string }
            #expect(Set(names) == ["committed", "commented", "mentioned", "subscribed", "reviewed", "cross-referenced"])
            let reference = timeline.first { $0["event"].string == "cross-referenced" }
            #expect(reference?["source"]["issue"]["number"] == issue["number"])
            #expect(timeline.first { $0["event"].string == "reviewed" }?["state"].string == "approved")
            #expect(timeline.first { $0["event"].string == "committed" }?["sha"].string == c.head)
            #expect(try await c.history() == ["mentioned", "subscribed"])
        }
    }
}
