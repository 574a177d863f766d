import Foundation
import PluginAPI
import Testing

@testable import MergeBotCore

@Suite struct WordingTests {
    private static let golden = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../Golden/messages.txt")
        .standardizedFileURL

    /// Every comment as people get it. `RECORD=1` writes the file anew and fails.
    @Test func commentsReadAsRecorded() throws {
        let text = Message.templates.map { "== \($0.code)\n\($0.text)\n" }.joined(separator: "\n")
        if ProcessInfo.processInfo.environment["RECORD"] == "1" {
            try text.write(to: Self.golden, atomically: true, encoding: .utf8)
            Issue.record("the golden file was written anew; look at the difference, then run without RECORD")
        }
        #expect(text == (try? String(contentsOf: Self.golden, encoding: .utf8)))
    }

    @Test func onlyPingParametersMention() {
        for template in Message.templates {
            #expect(!template.text.contains("@"), "\(template.code)")
        }
    }

    @Test func commandsAndManifestAgree() {
        let manifest = MergeBotPlugin.manifest
        #expect(Set(manifest.commands.map(\.id)).count == manifest.commands.count)
        let patterns = manifest.commands.flatMap(\.patterns)
        #expect(Set(patterns).count == patterns.count)
        #expect(manifest.commands.allSatisfy { !$0.summary.isEmpty && !$0.usage.isEmpty })
        #expect(manifest.timers.map(\.sequence) == [10, 20, 30, 40, 50, 50])
    }

    @Test(arguments: [("17.0", "17.1"), ("saas-16.2", "16.3"), ("saas-17", "17.1"), ("stable", "post-stable"), ("12", "12.1")])
    func pseudoVersionsFollowTheSecondBranch(branch: String, label: String) {
        #expect(PseudoVersion.label(after: branch) == label)
        #expect(PseudoVersion.label(after: nil) == nil)
    }
}
