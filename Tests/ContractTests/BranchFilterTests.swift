import Contract
import Testing

@Suite("Which branches something is for")
struct BranchFilterTests {
    @Test(
        "a pattern covers the whole name",
        arguments: [
            ("*", "", true), ("*", "x", true), ("17.*", "17.0", true), ("17.*", "saas-17.1", false), ("*17.*", "saas-17.1", true),
            ("a*b*c", "aXbYbc", true), ("a*b*c", "aXbYb", false), ("master", "master", true), ("master", "masters", false), ("", "", true),
        ])
    func patterns(pattern: String, name: String, matches: Bool) {
        #expect(Wildcard.matches(pattern, name) == matches)
    }

    @Test("exceptions beat inclusions, and an empty list admits none")
    func filters() {
        let filter = BranchFilter(only: ["1*"], except: ["16.0"])
        #expect(filter.matches("17.0"))
        #expect(!filter.matches("16.0"))
        #expect(!filter.matches("master"))
        #expect(BranchFilter.all.matches("anything"))
        #expect(!BranchFilter(only: [], except: []).matches("anything"))
    }
}
