import ForgeSim
import Testing

@Suite("Hostile GraphQL")
struct GraphQLFuzzTests {
    @Test("no query brings it down, and every error has the form of the language")
    func rubbish() async throws {
        try await simulated { s in
            let stage = try await FuzzStage(s)
            let node = try await s.owner.client.get("/repos/org/app/pulls/2")["node_id"]
            var dice = Dice(seed: Fuzzing.seed)
            for round in 0..<Fuzzing.rounds(600) {
                let query = Self.query(&dice)
                let variables: ForgeJSON = dice.pick([.null, [:], ["id": node], ["id": 1], ["id": [["x": nil]]], [], "x", ["n": "-1"]])
                let answer = try await s.owner.client.send("POST", "/graphql", ["query": .string(query), "variables": variables])
                Self.judge(answer, "round \(round): \(query.prefix(600)) \(variables.text) → \(answer.status) \(answer.text.prefix(300))")
            }
            try await stage.checkInvariants()
        }
    }

    @Test("fragments in circles, deep nesting and thousands of fields end")
    func traps() async throws {
        try await simulated { s in
            _ = try await FuzzStage(s)
            let fields = (0..<5_000).map { "a\($0): login" }.joined(separator: " ")
            let nested = String(repeating: "... on User { ", count: 90) + "login" + String(repeating: " }", count: 90)
            // Each fragment uses the next one twice: a billion fields in forty lines.
            let laughs = (0..<30).map { "fragment f\($0) on User { ...f\($0 + 1) ...f\($0 + 1) }" }.joined(separator: "\n")
            let queries = [
                "{ viewer { ...a } } fragment a on User { ...a }",
                "{ viewer { ...a } } fragment a on User { ...b } fragment b on User { ...a }",
                "{ viewer { ...nowhere } }", "{ viewer { ...f0 } } \(laughs) fragment f30 on User { login }",
                "query($a: [[[[Int]]]]) { viewer { login } }", "{ viewer { \(fields) } }",
                "{ viewer { \(nested) } }",
                "{ viewer { avatarUrl(size: 99999999999999999999) } }", "{ viewer { avatarUrl(size: -1.5e999) } }",
                "{ repository(owner: \"org\", name: \"app\") { pullRequests(first: 9223372036854775807) { nodes { id } } } }",
                "{ repository(owner: \"org\", name: \"app\") { pullRequests(first: -1, last: -1, after: \"\\u0000\") { nodes { id } } } }",
                "{ node(id: \"\(String(repeating: "A", count: 100_000))\") { id } }", "{ nodes(ids: [\"\", \"MDQ6\", \"====\"]) { id } }",
                "\u{FEFF}#\n{ viewer { login } }", "{ viewer { login @include(if: 3) @skip(if: null) } }",
                "{ viewer { login(x: {a: [{b: $c}]}) } }",
                "\"", "\"\"\"", "\"\"\"\"\"\"", "\"\\u12", "{ viewer { login } } { viewer { login } }", "subscription { viewer { login } }",
                "fragment a on User { login }", "query { __schema { types { name } } }",
                "mutation { closePullRequest(input: {}) { clientMutationId } }",
            ]
            for query in queries {
                let answer = try await s.owner.client.send("POST", "/graphql", ["query": .string(query)])
                Self.judge(answer, "\(query.prefix(200)) → \(answer.status) \(answer.text.prefix(300))")
            }
        }
    }

    private static func judge(_ answer: SimClient.Response, _ place: Comment) {
        guard answer.status == 200 else {
            Fuzzing.judge(answer, method: "POST", place)
            #expect(answer.status < 500 || answer.status == 501, place)
            return
        }
        #expect(answer.json.has("data") || answer.json.has("errors"), place)
        guard answer.json.has("errors") else { return }
        let errors = answer.json["errors"].array ?? []
        #expect(!errors.isEmpty && errors.allSatisfy { $0["message"].string?.isEmpty == false }, place)
    }

    private static let valid = [
        "{ viewer { login name __typename } rateLimit { cost remaining } }",
        "query($id: ID!, $n: Int = 3) { node(id: $id) { id ... on PullRequest { title state author { login } } } }",
        "mutation($id: ID!) { convertPullRequestToDraft(input: {pullRequestId: $id}) { pullRequest { isDraft } clientMutationId } }",
        "{ repository(owner: \"org\", name: \"app\") { id pullRequest(number: 2) { title closingIssuesReferences(last: 1) { totalCount nodes { number } } } } }",
        "{ repository(owner: \"org\", name: \"app\") { issues(first: 2) { nodes { number comments(first: 1) { nodes { body } } } } } }",
        "query A { viewer { ...p } } fragment p on User { login @include(if: true) }",
    ]
    private static let words = [
        "{", "}", "(", ")", "[", "]", ":", "!", "$", "@", "=", "...", "|", "&", "\"", "\"\"\"", "#", "\\", ",", "query", "mutation",
        "fragment", "on",
        "viewer", "login", "node", "id", "repository", "owner", "\"org\"", "\"app\"", "name", "pullRequest", "number", "1", "-1", "1e9",
        "0x", "9999999999",
        "null", "true", "$id", "input", "title", "nodes", "first", "last", "after", "__typename", "__schema", "User", "[ID!]!", "\u{1F600}",
        "\u{0}", "ä",
        "closePullRequest", "reopenPullRequest", "convertPullRequestToDraft", "clientMutationId", "pullRequestId",
    ]

    /// Words in random order, or a valid query with words inserted, removed and duplicated.
    private static func query(_ dice: inout Dice) -> String {
        if dice.below(4) == 0 { return (0..<dice.below(30)).map { _ in dice.pick(words) }.joined(separator: dice.pick([" ", ""])) }
        var tokens = dice.pick(valid).split(separator: " ").map(String.init)
        for _ in 0..<dice.below(4) {
            let place = dice.below(tokens.count)
            switch dice.below(4) {
            case 0: tokens.insert(dice.pick(words), at: place)
            case 1: tokens.remove(at: place)
            case 2: tokens[place] = dice.pick(words)
            default: tokens.insert(tokens[place], at: place)
            }
            if tokens.isEmpty { return "" }
        }
        return tokens.joined(separator: " ")
    }
}
