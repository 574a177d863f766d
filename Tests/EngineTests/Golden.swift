import Foundation
import Testing

/// Where the project's own files are, seen from the tests.
enum ProjectFiles {
    /// The folder of these tests; links are resolved, so that the tests can be built from elsewhere.
    static let tests = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
    static let example = tests.deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("switchyard.example.yaml")
}

/// Compares text with a file in `Golden/`. `RECORD=1` writes the file and fails, so that nobody records by accident.
enum Golden {
    static func check(
        _ name: String, _ text: String, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let file = ProjectFiles.tests.appendingPathComponent("Golden").appendingPathComponent(name)
        if ProcessInfo.processInfo.environment["RECORD"] == "1" {
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
            Issue.record("wrote \(name); run again without RECORD=1", sourceLocation: sourceLocation)
            return
        }
        let expected = try? String(contentsOf: file, encoding: .utf8)
        #expect(text == expected, "\(name) differs; RECORD=1 rewrites it", sourceLocation: sourceLocation)
    }
}
