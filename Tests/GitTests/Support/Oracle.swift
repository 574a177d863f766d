import Contract
import Foundation

@testable import Git

/// Merges with git itself, many merges in one process.
struct Oracle {
    struct Answer: Equatable {
        let isClean: Bool
        let tree: ObjectID
        let conflicts: [String]
    }

    let repository: BareRepository

    /// Merges pairs of commits, in order.
    func merge(_ pairs: [(ours: ObjectID, theirs: ObjectID)]) throws -> [Answer] {
        let input = URL(filePath: repository.directory + "/oracle-input")
        try Data(pairs.map { "\($0.ours) \($0.theirs)\n" }.joined().utf8).write(to: input)
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/git")
        process.arguments =
            MergeOptions().configuration.flatMap { ["-c", $0] } + [
                "merge-tree", "--write-tree", "--stdin", "--name-only", "--no-messages", "--allow-unrelated-histories",
            ]
        process.environment = [
            "GIT_DIR": repository.directory, "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": "/dev/null",
            "PATH": "/usr/bin:/bin",
        ]
        let output = Pipe()
        process.standardInput = try FileHandle(forReadingFrom: input)
        process.standardOutput = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return parse(data, count: pairs.count)
    }

    private func parse(_ data: Data, count: Int) -> [Answer] {
        var fields = data.split(separator: 0, omittingEmptySubsequences: false).map { String(decoding: $0, as: UTF8.self) }[...]
        var answers: [Answer] = []
        while answers.count < count, let status = fields.popFirst(), let id = fields.popFirst().flatMap({ ObjectID($0) }) {
            var conflicts: Set<String> = []
            while let path = fields.popFirst(), !path.isEmpty { conflicts.insert(path) }
            answers.append(Answer(isClean: status == "1", tree: id, conflicts: conflicts.sorted()))
        }
        return answers
    }
}
