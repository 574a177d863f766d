import Contract
import Foundation
import Logging
import Testing

@testable import Git

/// One git process that merges for a whole composition, and the parsing of its answers.
@Suite struct MergeSessionTests {
    private static let tree = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"

    private static func bytes(_ fields: String...) -> [UInt8] {
        fields.flatMap { Array($0.utf8) + [0] }
    }

    @Test("Answers are read wherever they are cut")
    func pieces() throws {
        let conflict =
            Self.bytes("0", Self.tree, "b", "a", "", "1", "a", "Auto-merging", "Auto-merging a\n")
            + Self.bytes("2", "a", "b", "CONFLICT (contents)", "CONFLICT: a\nand b\n", "")
        let clean = Self.bytes("1", Self.tree, "", "")
        let nothing = Self.bytes("1", Self.tree, "")
        let all = conflict + nothing + Self.bytes("") + clean + nothing
        for size in 1...all.count {
            var reader = MergeAnswerReader()
            var answers: [MergeAnswer] = []
            for start in stride(from: 0, to: all.count, by: size) {
                try reader.append(Array(all[start..<min(start + size, all.count)]))
                while let answer = try reader.next() { answers.append(answer) }
            }
            try #require(answers.count == 2, "in pieces of \(size)")
            #expect(answers[0].conflicts == ["a", "b"])
            #expect(answers[0].messages == ["Auto-merging a", "CONFLICT: a", "and b"])
            #expect(!answers[0].isClean)
            #expect(answers[1] == MergeAnswer(tree: .emptyTree, conflicts: [], messages: [], isClean: true))
        }
    }

    @Test(
        "What is no answer is an error, not a conflict",
        arguments: [
            ["2", tree, ""], ["-1"], ["1", "rubbish"], ["1", tree, "", "x"], ["1", tree, "", "-1"], ["1", tree, "", "", "rubbish"],
        ])
    func rubbish(_ fields: [String]) throws {
        var reader = MergeAnswerReader()
        try reader.append(fields.flatMap { Array($0.utf8) + [0] })
        #expect(throws: GitError(.process, "")) { try reader.next() }
    }

    /// A repository whose pull requests all need git, and this script in place of git.
    private struct Scene {
        static let count = 12

        let workshop: Workshop
        let cache: RepositoryCache
        let target: ObjectID
        let heads: [ObjectID]
        let log: String

        /// - Parameter script: what the executable does with its arguments before it runs git; it may write to the file `LOG`.
        init(_ script: String, deadline: Duration = .seconds(60)) async throws {
            workshop = try Workshop()
            let folder = workshop.directory.path
            log = folder + "/log"
            try Data("#!/bin/sh\nLOG=\(log)\n\(script)\nexec /usr/bin/git \"$@\"\n".utf8).write(to: URL(filePath: folder + "/git.sh"))
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder + "/git.sh")
            var deadlines = GitSettings.Deadlines()
            deadlines.merge = deadline
            cache = try RepositoryCache(
                settings: GitSettings(
                    directory: folder + "/git", executable: folder + "/git.sh", deadlines: deadlines,
                    logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })))
            let repository = try await cache.repository("acme/site")
            func file(first: String = "first", last: String = "last") -> String {
                ([first] + (1...20).map { "line \($0)" } + [last]).joined(separator: "\n") + "\n"
            }
            func each(_ text: String) -> [String: String?] {
                Dictionary(uniqueKeysWithValues: (0..<Self.count).map { ("f\($0)", text) })
            }
            let root = try await repository.commit(each(file()))
            target = try await repository.commit(each(file(first: "changed")), on: root)
            var heads: [ObjectID] = []
            for number in 0..<Self.count {
                heads.append(try await repository.commit(["f\(number)": file(last: "changed by \(number)")], on: root))
            }
            self.heads = heads
        }

        func compose(_ heads: [ObjectID]) async throws -> Compose.Result {
            let groups = heads.enumerated().map { index, head in
                Compose.Group(
                    id: .number(Int64(index)),
                    picks: [Compose.Pick(repository: "acme/site", method: .rebaseFastForward, head: head, commits: [.init(id: head)])])
            }
            return try await Composer(cache: cache).compose(
                Compose(
                    repositories: [.init(repository: "acme/site", base: target)], groups: groups, committer: bot,
                    time: Timestamp(milliseconds: 1_750_000_000_000)))
        }

        var starts: Int { (try? String(contentsOfFile: log, encoding: .utf8))?.split(separator: "\n").count ?? 0 }
    }

    @Test("A composition starts git once, and only if it is needed")
    func once() async throws {
        let scene = try await Scene("echo started >>$LOG")
        let result = try await scene.compose(scene.heads)
        #expect(result.groups.allSatisfy { $0.state == .staged })
        #expect(scene.starts == 1)
        let repository = try await scene.cache.repository("acme/site")
        let head = try #require(result.heads["acme/site"])
        for number in 0..<Scene.count {
            let text = try #require(try await repository.text("f\(number)", at: head))
            #expect(text.hasPrefix("changed\n") && text.hasSuffix("changed by \(number)\n"))
        }
        // A head that is a descendant of the target needs no merge.
        let next = try await repository.commit(["new": "1\n"], on: scene.target)
        _ = try await scene.compose([next])
        #expect(scene.starts == 1)
    }

    @Test("A conflict between merges does not disturb them")
    func conflict() async throws {
        let scene = try await Scene("")
        let repository = try await scene.cache.repository("acme/site")
        let root = try await repository.commit(scene.target).parents[0]
        let clashing = try await repository.commit(["f3": "all new\n"], on: root)
        let result = try await scene.compose([scene.heads[0], clashing, scene.heads[3], scene.heads[5]])
        #expect(result.groups.map(\.state) == [.staged, .failed, .staged, .staged])
        #expect(result.groups[1].paths == ["f3"])
        #expect(result.groups[1].output?.contains("CONFLICT (content): Merge conflict in f3") == true)
    }

    @Test(
        "A git that fails is an error that says so, and the next composition starts another",
        arguments: [
            ("echo 'no space left' >&2; exit 128", "no space left"), ("kill -9 $$", "signal"), ("echo; exit 0", "ended too early"),
            ("printf '9\\0'; cat >/dev/null", "means nothing"),
        ])
    func dies(_ failure: String, _ words: String) async throws {
        let scene = try await Scene("[ -e $LOG ] && { \(failure); }")
        try Data().write(to: URL(filePath: scene.log))
        let error = await #expect(throws: GitError(.process, "")) { try await scene.compose(scene.heads) }
        #expect(error?.description.contains(words) == true, "\(error?.description ?? "none")")
        try FileManager.default.removeItem(atPath: scene.log)
        #expect(try await scene.compose(scene.heads).groups.allSatisfy { $0.state == .staged })
    }

    @Test("A git that answers nothing is ended at the deadline")
    func hangs() async throws {
        let scene = try await Scene("exec sleep 600", deadline: .milliseconds(300))
        await #expect(throws: GitError(.timeout, "")) { try await scene.compose(scene.heads) }
    }

    @Test("A composition that is cancelled leaves no git behind")
    func cancelled() async throws {
        let scene = try await Scene("echo $$ >>$LOG; exec sleep 600")
        let task = Task { try await scene.compose(scene.heads) }
        while scene.starts == 0 { await Task.yield() }
        let id = try #require(pid_t(try String(contentsOfFile: scene.log, encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)))
        task.cancel()
        await #expect(throws: (any Error).self) { try await task.value }
        #expect(kill(id, 0) == -1 && errno == ESRCH)
    }
}
