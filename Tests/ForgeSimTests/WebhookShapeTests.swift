import ForgeSim
import Testing

@Suite("Payloads of webhooks")
struct WebhookShapeTests {
    @Test("every event has the forge's keys and types, no more and no fewer")
    func shapes() async throws {
        let shapes = try WebhookShapes()
        try await conversation { c in
            try await WebhookStory(c: c).play()
            var seen: Set<String> = []
            var problems: [String] = []
            for delivery in try await c.s.journal() {
                let event = delivery["event"].string ?? ""
                let name = delivery["action"].string.map { "\(event).\($0)" } ?? event
                seen.insert(name)
                problems += shapes.problems(name, delivery["payload"])
            }
            #expect(problems == [])
            #expect(shapes.events.subtracting(seen).sorted() == [], "described, but not sent")
        }
    }

    @Test("a shape notices what is missing, unknown or of another type")
    func teeth() throws {
        let shapes = try WebhookShapes()
        let problems = shapes.problems("label.created", ["action": 1, "extra": true, "label": ["id": "x"]])
        #expect(problems.contains("label.created.action is not a string"))
        #expect(problems.contains("label.created.extra is unknown"))
        #expect(problems.contains("label.created.sender is missing"))
        #expect(problems.contains("label.created.label.id is not an integer"))
        #expect(problems.contains("label.created.label.name is missing"))
    }
}
