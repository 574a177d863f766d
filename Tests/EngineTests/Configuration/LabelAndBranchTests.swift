import Contract
import Testing

@testable import HostConfiguration

@Suite struct LabelAndBranchTests {
    @Test(arguments: [
        ("/acme-dev:/acme:/", "acme-dev:fix", "acme:fix"),
        ("/a/b/", "aaa", "baa"),
        ("/a/b/g", "aaa", "bbb"),
        ("/A/b/", "aaa", "aaa"),
        ("/A/b/i", "aaa", "baa"),
        ("/A/b/gi", "aaa", "bbb"),
        ("/^(.*):(.*)$/\\2-\\1/", "owner:branch", "branch-owner"),
        ("/b.*/<&>/", "a:bcd", "a:<bcd>"),
        ("/b/\\&/", "abc", "a&c"),
        ("/b/$1/", "abc", "a$1c"),
        ("/(b)/\\10/", "abc", "ab0c"),
        ("|a/b|c|", "x:a/b", "x:c"),
        ("/a\\/b/c\\/d/", "x:a/b", "x:c/d"),
        ("#(?<=:)x#y#", "x:x", "x:y"),
        ("/b$/x/m", "a:b\nb", "a:x\nb"),
        ("/z/y/", "a:b", "a:b"),
        ("/-[a-z]{3}$//", "owner:17.0-fix-abc", "owner:17.0-fix"),
    ])
    func `a substitution rewrites a label`(rule: String, label: String, expected: String) throws {
        #expect(try LabelSubstitution(rule).apply(to: label) == expected)
    }

    @Test func `substitutions apply one after another`() throws {
        let rules = try ["/a/b/", "/b/c/g"].map { try LabelSubstitution($0) }
        #expect(LabelSubstitution.apply(rules, to: "ab") == "cc")
    }

    @Test(arguments: ["", "a", "/a", "/a/b", "/a/b/c/d", "/a/b/x", "/[/b/", "/a/\\1/", "//b/", "\\a\\b\\"])
    func `a bad substitution is refused`(rule: String) {
        #expect(throws: LabelSubstitution.SyntaxError.self) { try LabelSubstitution(rule) }
    }

    @Test(arguments: [
        ("*", "", true), ("*", "a/b", true), ("", "", true), ("", "a", false), ("a", "a", true), ("a", "A", false),
        ("saas-*", "saas-17.1", true), ("saas-*", "xsaas-17.1", false), ("*.0", "17.0", true), ("*.0", "17.01", false),
        ("a*b*c", "aXbYbZc", true), ("a*b*c", "aXc", false), ("**", "x", true), ("a*", "a", true), ("*a", "ba", true),
        ("a.c", "abc", false), ("é*", "été", true),
    ])
    func `a star stands for anything`(pattern: String, name: String, expected: Bool) {
        #expect(Wildcard.matches(pattern, name) == expected)
    }

    @Test func `many stars take no longer than a product of lengths`() {
        let pattern = String(repeating: "a*", count: 200) + "b"
        #expect(!Wildcard.matches(pattern, String(repeating: "a", count: 5000)))
    }

    @Test(
        arguments: [
            (nil, [], "master", true), (nil, ["16.0"], "16.0", false), (nil, ["saas-*"], "saas-1", false),
            (["17.*"], [], "17.0", true), (["17.*"], [], "18.0", false), (["17.*"], ["17.1"], "17.1", false),
            ([], [], "master", false),
        ] as [([String]?, [String], String, Bool)])
    func `a filter has branches to take and to leave`(only: [String]?, except: [String], branch: String, expected: Bool) {
        #expect(BranchFilter(only: only, except: except).matches(branch) == expected)
    }

    @Test(
        arguments: [
            ("banch", ["branches", "branch"], "branch"), ("rtry", ["retry"], "retry"), ("rty", ["retry"], nil),
            ("merg", ["merge", "rebase-merge"], "merge"), ("zzz", ["retry"], nil), ("a", ["b"], nil),
            ("hlep", ["help"], "help"),
        ] as [(String, [String], String?)])
    func `the nearest word is suggested`(word: String, candidates: [String], expected: String?) {
        #expect(Suggestion.nearest(to: word, among: candidates) == expected)
    }
}
