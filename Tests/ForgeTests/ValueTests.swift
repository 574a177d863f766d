import Contract
import Forge
import Testing

/// Names, keys and times.
@Suite struct ValueTests {
    @Test(arguments: ["acme/server", "a/b.c", "A-b_1/x-y"])
    func `a repository's name is read`(text: String) {
        #expect(RepositoryName(text)?.description == text)
    }

    @Test(arguments: ["", "acme", "acme/", "/server", "a/b/c", "a/..", "./b", "a/b?c", "a/b c", "a/b%2f", "a/b\n", "ä/b"])
    func `what cannot be a repository's name is none`(text: String) {
        #expect(RepositoryName(text) == nil)
    }

    @Test func `a comment's key is read and written`() {
        #expect(CommentKey("comment:12") == CommentKey(.comment, 12))
        #expect(CommentKey("review:3")?.description == "review:3")
        for text in ["", "comment", "comment:", "comment:-1", "comment:0", "issue:1", "comment:1:2"] { #expect(CommentKey(text) == nil) }
    }

    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0), ("2024-02-29T10:20:30Z", 1_709_202_030_000), ("2024-03-01T12:00:00.250+02:00", 1_709_287_200_250),
        ("2024-03-01T12:00:00.5Z", 1_709_294_400_500), ("2024-03-01T12:00:00.123456Z", 1_709_294_400_123),
        ("1999-12-31T23:59:59-0030", 946_686_599_000), ("1969-12-31T23:59:59Z", -1_000),
    ])
    func `a time is read`(text: String, milliseconds: Int64) {
        #expect(ForgeTime.parse(text)?.milliseconds == milliseconds)
    }

    @Test func `a time that was written is read again`() {
        for seconds in stride(from: Int64(-5_000_000_000), to: 20_000_000_000, by: 97_654_321) {
            let moment = Timestamp(seconds: seconds)
            #expect(ForgeTime.parse(moment.description) == moment)
        }
    }

    @Test(arguments: [
        "", "2024", "2024-13-01T00:00:00Z", "2024-01-01T24:00:00Z", "2024-01-01T00:00:00", "2024-01-01T00:00:00.Z", "2024-01-01T00:00:00Zx",
        "1709202030",
    ])
    func `what is not a time is none`(text: String) {
        #expect(ForgeTime.parse(text) == nil)
    }
}
