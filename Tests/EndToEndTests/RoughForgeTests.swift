import ForgeSim
import Foundation
import StoryKit
import Testing

/// The demo's story on a forge that has bad days throughout.
@Suite("The story ends right on a rough forge")
struct RoughForgeTests {
    /// A kind of bad day.
    struct Day: Sendable, CustomTestStringConvertible {
        var name: String
        var rules: [ForgeJSON]

        var testDescription: String { name }
    }

    private static let bot: ForgeJSON = ["login": .string(Stage.bot)]

    static let days = [
        Day(name: "every second delivery comes twice", rules: [["effect": "duplicate", "probability": 0.5]]),
        Day(name: "deliveries overtake each other", rules: [["effect": "reorder", "probability": 0.3]]),
        Day(name: "deliveries come before the call that caused them has its answer", rules: [["effect": "early"]]),
        Day(name: "deliveries are late", rules: [["effect": "delay_ms", "value": 300, "probability": 0.5]]),
        Day(
            name: "calls fail before their work",
            rules: [["match": bot, "effect": "status", "value": 502, "probability": 0.15]]),
        Day(
            name: "calls fail after their work",
            rules: [["match": bot, "effect": "status_after", "value": 502, "probability": 0.15]]),
        Day(
            name: "refs are shown as they were a moment ago",
            rules: [["effect": "stale_ref_ms", "value": 200, "probability": 0.3]]),
        Day(
            name: "all of it at once",
            rules: [
                ["effect": "duplicate", "probability": 0.2], ["effect": "early", "probability": 0.3],
                ["effect": "delay_ms", "value": 200, "probability": 0.2],
                ["match": bot, "effect": "status", "value": 502, "probability": 0.1],
                ["match": bot, "effect": "status_after", "value": 500, "probability": 0.1],
            ]),
    ]

    @Test("nothing is lost, and nothing is said or done twice", arguments: days)
    func story(day: Day) async throws {
        let missing = Theatre.installation.missing
        try #require(missing.isEmpty, "\(missing.joined(separator: "; "))")
        let folder = FileManager.default.temporaryDirectory.appending(path: "switchyard-rough-\(UUID().uuidString)").path
        let stage = try await Stage.open(
            installation: Theatre.installation, folder: folder, narrator: Narrator(isQuiet: true), ciDelay: 0, timeout: 120)
        do {
            let rules = try day.rules.map { try stage.forge.control.addFault($0) }
            try await MainStory(stage).play()
            let hits = rules.map { stage.forge.control.hits(ofFault: $0) }
            #expect(hits.allSatisfy { $0 > 0 }, "each kind of trouble must have happened: \(hits)")
            await stage.close()
            try? FileManager.default.removeItem(atPath: folder)
        } catch {
            let log = (try? String(contentsOfFile: stage.files.log, encoding: .utf8)) ?? ""
            await stage.close()
            throw StoryError("\(error)\n\(log.suffix(4000))")
        }
    }
}
