import PluginAPI
import Testing

@testable import MergeBotCore

@Suite struct CommitMessageTests {
    @Test func bodyAndTrailersAreToldApart() {
        let message = CommitMessage(
            commit:
                "Title: not a trailer\n\n\nbody: neither\nmore\nCo-Authored-By: Bob <b@x>\n\n\nlast\n\nSigned-Off-By: A <a@x>\n\nX-original-commit: abc\n"
        )
        #expect(message.title == "Title: not a trailer")
        #expect(message.body == "body: neither\nmore\n\nlast")
        #expect(message.trailers.map(\.key) == ["Co-Authored-By", "Signed-Off-By", "X-original-commit"])
        #expect(
            message.text
                == "Title: not a trailer\n\nbody: neither\nmore\n\nlast\n\nSigned-off-by: A <a@x>\nX-original-commit: abc\nCo-authored-by: Bob <b@x>\n"
        )
    }

    @Test func linksAndSentencesAreNoTrailers() {
        #expect(CommitMessage(commit: "t\n\nhttps://example.org").trailers.isEmpty)
        #expect(CommitMessage(commit: "t\n\nsee also: this").trailers.isEmpty)
        #expect(CommitMessage(commit: "t\n\nWord:").trailers.isEmpty)
        #expect(CommitMessage(commit: "title only").text == "title only\n")
    }

    @Test(arguments: [
        ("t\n\na\n\n---\nnotes", "a"), ("t\n\na\n***\nnotes", "a"), ("t\n\na\n- - -\nnotes", "a"), ("t\n\na\n   ___\nnotes", "a"),
        ("t\n\na\n**  **  **\nnotes", "a"), ("t\n\nheading\n---\nmore", "heading\n---\nmore"), ("t\n\na\n    ***\nb", "a\n    ***\nb"),
        ("t\n\na\n--\nb", "a\n--\nb"), ("t\n\na\n***\nb\n***\nc", "a"), ("t\n---\nb", "---\nb"), ("t\n\n---\nb", ""),
        ("t\n\nheading\n---\n\n---\nnotes", "heading\n---"),
    ])
    func aThematicBreakEndsThePullRequestMessage(text: String, body: String) {
        #expect(CommitMessage(pullRequest: text).body == body)
    }

    @Test func commitsKeepTheirBreaks() {
        #expect(CommitMessage(commit: "t\n\na\n\n***\n\nb").body == "a\n\n***\n\nb")
    }
}

@Suite struct MentionTests {
    private let name = PullRequestName(repository: "acme/a", number: 12)

    @Test(arguments: [
        ("fixes #12", true), ("(#12)", true), ("#12", true), ("#123", false), ("other/b#12", false), ("see acme/a#12.", true),
        ("see acme/a#123", false), ("nacme/a#12", false), ("x#12", false), ("task-1#12", false),
    ])
    func onlyTheSamePullRequestCounts(text: String, found: Bool) {
        #expect(Mention.contains(text, name) == found)
    }

    @Test func theShortFormDoesNotCountWhereTheFullOneIsAsked() {
        #expect(!Mention.contains("fixes #12", name, fullOnly: true))
        #expect(Mention.contains("acme/a#123 acme/a#12", name, fullOnly: true))
    }
}

@Suite struct MessageBuilderTests {
    private var builder = MessageBuilder(
        name: PullRequestName(repository: "acme/a", number: 1), pullRequestMessage: "Title\n\nbody\n\n***\nnotes, see #1",
        related: [PullRequestName(repository: "acme/c", number: 3), PullRequestName(repository: "acme/b", number: 2)],
        reviewers: ["Rev <rev@x>"])

    @Test func pullRequestMessagesCloseReferAndSign() {
        #expect(
            builder.message()
                == "Title\n\nbody\n\ncloses acme/a#1\n\nRelated: acme/b#2\nRelated: acme/c#3\nSigned-off-by: Rev <rev@x>\n")
    }

    @Test func mentionsAreNotRepeated() {
        let text = builder.message(commit: "Title (#1)\n\nRelated: acme/b#2\n", .closing)
        #expect(text == "Title (#1)\n\nRelated: acme/b#2\nRelated: acme/c#3\nSigned-off-by: Rev <rev@x>\n")
    }

    @Test func partOfReplacesAnOlderOne() {
        let text = builder.message(commit: "t\n\nPart-of: other/x#9\n", .partOf)
        #expect(text == "t\n\nPart-of: acme/a#1\nRelated: acme/b#2\nRelated: acme/c#3\nSigned-off-by: Rev <rev@x>\n")
    }

    @Test func reviewersSignLastAndOnce() {
        let text = builder.message(commit: "t\n\nSigned-off-by: Rev <rev@x>\nSigned-off-by: Dev <dev@x>\n", .closing)
        #expect(text.hasSuffix("Signed-off-by: Dev <dev@x>\nSigned-off-by: Rev <rev@x>\n"))
    }

    @Test func coAuthorsComeLast() {
        let text = builder.message(coAuthors: ["A <a@x>", "B <b@x>"])
        #expect(text.hasSuffix("Signed-off-by: Rev <rev@x>\nCo-authored-by: A <a@x>\nCo-authored-by: B <b@x>\n"))
    }

    @Test func titleAndBodyBecomeOneMessage() {
        #expect(MessageBuilder.pullRequestMessage(title: " t ", body: " \n") == "t")
        #expect(MessageBuilder.pullRequestMessage(title: "t", body: "\nb\r\n") == "t\n\nb")
    }
}

@Suite struct PickTests {
    private let alice = CommitAuthor(name: "Alice", email: "a@x")
    private let bob = CommitAuthor(name: "Bob", email: "b@x")
    private let messages = MessageBuilder(name: PullRequestName(repository: "acme/a", number: 1), pullRequestMessage: "PR")

    /// A commit whose id is that name in every digit, as far as it is one.
    private func id(_ name: String) -> ObjectID {
        let digits = name.utf8.map { String($0, radix: 16) }.joined()
        return ObjectID(digits + String(repeating: "0", count: 40 - digits.count)) ?? .zero
    }

    private func commit(_ name: String, parents: [String] = ["p"], by author: CommitAuthor? = nil) -> Inspect.Commit {
        let signature = CommitSignature(author: author ?? alice, seconds: 0)
        return Inspect.Commit(
            id: id(name), tree: .emptyTree, parents: parents.map(id), message: "msg \(name)", author: signature, committer: signature)
    }

    private func plan(_ method: MergeMethod, _ commits: [Inspect.Commit]) -> Result<Compose.Pick, Pick.Refusal> {
        var found = Inspect.Found(number: 1, head: commits.last?.id ?? .zero, found: true)
        found.commits = commits
        return Pick.plan(found, method: method, messages: messages)
    }

    private func refusal(_ method: MergeMethod, _ commits: [Inspect.Commit]) -> Pick.Unmergeable? {
        guard case .failure(let refusal) = plan(method, commits) else { return nil }
        return refusal.reason
    }

    @Test func rebasedCommitsArePartsAndTheLastOfAFastForwardCloses() throws {
        let forward = try plan(.rebaseFastForward, [commit("a"), commit("b")]).get()
        #expect(forward.commits.map(\.message) == ["msg a\n\nPart-of: acme/a#1\n", "msg b\n\ncloses acme/a#1\n"])
        #expect(forward.message == nil)
        let merged = try plan(.rebaseMerge, [commit("a"), commit("b")]).get()
        #expect(merged.commits.map(\.message) == ["msg a\n\nPart-of: acme/a#1\n", "msg b\n\nPart-of: acme/a#1\n"])
        #expect(merged.message == "PR\n\ncloses acme/a#1\n")
    }

    @Test func mergeKeepsCommitsAndMayReplicateTheHead() throws {
        let plain = try plan(.merge, [commit("a"), commit("b", parents: ["a"])]).get()
        #expect(plain.commits.map(\.message) == [nil, nil])
        #expect(plain.message == "PR\n\ncloses acme/a#1\n")
        let replicated = try plan(.merge, [commit("a"), commit("m", parents: ["a", "outside"])]).get()
        #expect(replicated.message == "msg m\n\ncloses acme/a#1\n")
    }

    @Test func squashKeepsASingleAuthorAndNamesSeveral() throws {
        let one = try plan(.squash, [commit("a"), commit("b")]).get()
        #expect(one.author == alice)
        #expect(one.message == "PR\n\ncloses acme/a#1\n")
        let two = try plan(.squash, [commit("a", by: bob), commit("b")]).get()
        #expect(two.author == nil)
        #expect(two.message == "PR\n\ncloses acme/a#1\n\nCo-authored-by: Alice <a@x>\nCo-authored-by: Bob <b@x>\n")
    }

    @Test func whatCannotBeTakenIsRefused() {
        #expect(refusal(.merge, []) == .noCommits)
        let many = (0..<51).map { commit("c\($0)") }
        #expect(refusal(.rebaseMerge, many) == .tooManyCommits(count: 51, limit: 50))
        #expect(refusal(.merge, many) == nil)
        #expect(refusal(.squash, (0..<251).map { commit("c\($0)") }) == .tooManyCommits(count: 251, limit: 250))
        #expect(refusal(.merge, [commit("a", by: CommitAuthor(name: "X", email: ""))]) == .noEmail(sha: id("a").hex))
        #expect(refusal(.rebaseMerge, [commit("a", parents: ["p", "q"])]) == .mergeCommits)
        #expect(refusal(.merge, [commit("m", parents: ["x", "y"])]) == .severalOutsideParents(sha: id("m").hex))
    }
}
