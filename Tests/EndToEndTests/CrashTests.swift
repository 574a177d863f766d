import Foundation
import Store
import StoryKit
import Testing

/// The demo's story with the host killed at one named place: it starts again by itself, and the story ends the same.
@Suite("The story survives a kill", .serialized)
struct CrashTests {
    /// The places, each with how often it is passed before the kill: late enough to be in the middle of something.
    static let kills: [(point: FaultPoint, count: Int)] = [
        (.intakeBeforeCommit, 6), (.intakeAfterCommit, 9), (.applyAfterHook, 12), (.applyBeforeCommit, 25), (.applyAfterCommit, 40),
        (.effectAfterStarted, 5), (.effectAfterCall, 8), (.effectAfterReceipt, 3), (.composeAfterCall, 1), (.pushAfterCall, 3),
        (.timerBeforeAppend, 4), (.timerAfterAppend, 7),
    ]

    @Test("wherever the host is killed, nothing is lost and nothing is said twice", arguments: kills.map(\.point))
    func kill(at point: FaultPoint) async throws {
        let missing = Theatre.installation.missing
        try #require(missing.isEmpty, "\(missing.joined(separator: "; "))")
        let count = Self.kills.first { $0.point == point }?.count ?? 1
        let folder = FileManager.default.temporaryDirectory.appending(path: "switchyard-crash-\(UUID().uuidString)").path
        let stage = try await Stage.open(
            installation: Theatre.installation, folder: folder, narrator: Narrator(isQuiet: true),
            fault: "\(point.rawValue):\(count)", ciDelay: 0)
        do {
            try await MainStory(stage).play()
        } catch {
            let log = (try? String(contentsOfFile: stage.files.log, encoding: .utf8)) ?? ""
            Issue.record("\(error)\n\(log.suffix(3000))")
        }
        #expect(stage.host.starts == 2, "the host must have been killed once at \(point.rawValue)")
        await stage.close()
        try? FileManager.default.removeItem(atPath: folder)
    }

    @Test("every place is rehearsed")
    func complete() {
        #expect(Set(Self.kills.map(\.point)) == Set(FaultPoint.allCases))
    }
}
