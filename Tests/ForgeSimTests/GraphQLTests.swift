import ForgeSim
import Testing

@Suite("GraphQL")
struct GraphQLTests {
    private func ask(_ c: Conversation, _ query: String, _ variables: ForgeJSON = [:]) async throws -> ForgeJSON {
        try await c.owner.post("/graphql", ["query": .string(query), "variables": variables])
    }

    @Test("the issues that a pull request closes are found")
    func closing() async throws {
        try await conversation(body: "fixes #2, closes #3 and resolves #9") { c in
            for title in ["two", "three"] { try await c.owner.post("\(c.repository)/issues", ["title": .string(title)]) }
            let query = """
                query Closing($owner: String!, $name: String!, $number: Int!) {
                  repository(owner: $owner, name: $name) {
                    pullRequest(number: $number) { closingIssuesReferences(last: 1) { totalCount nodes { ...parts } } }
                  }
                }
                fragment parts on Issue { number title repository { nameWithOwner } }
                """
            let answer = try await ask(c, query, ["owner": "org", "name": "app", "number": ForgeJSON(c.number)])
            #expect(!answer.has("errors"))
            let list = answer["data"]["repository"]["pullRequest"]["closingIssuesReferences"]
            #expect(list["totalCount"].int == 2)
            #expect(list["nodes"] == [["number": 3, "title": "three", "repository": ["nameWithOwner": "org/app"]]])
        }
    }

    @Test(
        "values of other types are refused before anything is looked up",
        arguments: [
            (#"{ repository(owner: "org", name: "app") { pullRequest(number: "3") { id } } }"#, "argumentLiteralsIncompatible"),
            (#"{ repository(owner: 5, name: "app") { id } }"#, "argumentLiteralsIncompatible"),
            (
                #"{ repository(owner: "org", name: "app") { pullRequests(first: 1, states: [FOO]) { totalCount } } }"#,
                "argumentLiteralsIncompatible"
            ),
            (#"query($n: String!) { repository(owner: "org", name: "app") { pullRequest(number: $n) { id } } }"#, "variableMismatch"),
            (#"query($n: Int) { repository(owner: "org", name: "app") { pullRequest(number: $n) { id } } }"#, "variableMismatch"),
        ])
    func wrongTypes(_ query: String, _ code: String) async throws {
        try await conversation { c in
            let answer = try await ask(c, query, ["n": "1"])
            #expect(answer["errors"][0]["extensions"]["code"].string == code, "\(answer.text)")
            #expect(!answer.has("data"))
        }
    }

    @Test("the value of a variable has to be of its type")
    func wrongVariable() async throws {
        try await conversation { c in
            let query = #"query($n: Int!) { repository(owner: "org", name: "app") { pullRequest(number: $n) { number } } }"#
            for (value, isFine) in [(ForgeJSON.string("x"), false), (.int(1 << 40), false), (.null, false), (ForgeJSON(c.number), true)] {
                let answer = try await ask(c, query, ["n": value])
                #expect(answer.has("errors") != isFine, "\(answer.text)")
                if !isFine { #expect(answer["errors"][0]["message"].string == "Variable $n of type Int! was provided invalid value") }
            }
        }
    }

    @Test("aliases, interfaces, directives and type names work")
    func language() async throws {
        try await conversation { c in
            let node = try await c.owner.get(c.pull)["node_id"].string ?? ""
            let query = """
                query($id: ID!, $no: Boolean = false) {
                  me: viewer { login, __typename }
                  node(id: $id) {
                    id
                    ... on PullRequest { state mergeable author { login ... on User { name } } title @include(if: $no) }
                    ... on Issue { number }
                  }
                }
                """
            let data = try await ask(c, query, ["id": .string(node)])["data"]
            #expect(data["me"] == ["login": "owner", "__typename": "User"])
            #expect(
                data["node"]
                    == [
                        "id": .string(node), "state": "OPEN", "mergeable": "MERGEABLE", "author": ["login": "owner", "name": "Olga Owner"],
                    ])
        }
    }

    @Test("what the schema does not have is refused in the forge's words")
    func refusals() async throws {
        try await conversation { c in
            let field = try await ask(c, "{ viewer { login foo_bar } }")
            #expect(!field.has("data"))
            #expect(field["errors"][0]["message"].string == "Field 'foo_bar' doesn't exist on type 'User'")
            #expect(field["errors"][0]["path"] == ["query", "viewer", "foo_bar"])
            #expect(field["errors"][0]["extensions"] == ["code": "undefinedField", "typeName": "User", "fieldName": "foo_bar"])
            #expect(field["errors"][0]["locations"] == [["line": 1, "column": 18]])
            let missing = try await ask(c, "query Q { repository(owner: \"org\") { id } }")
            #expect(missing["errors"][0]["message"].string == "Field 'repository' is missing required arguments: name")
            #expect(missing["errors"][0]["path"] == ["query Q", "repository"])
            let bare = try await ask(c, "{ viewer }")
            #expect(bare["errors"][0]["extensions"]["code"].string == "selectionMismatch")
            let parse = try await ask(c, "{ viewer { ) } }")
            #expect(parse["errors"][0]["message"].string == "Expected NAME, actual: RPAREN (\")\") at [1, 12]")
            let unused = try await ask(c, "query($x: ID) { viewer { login } }")
            #expect(unused["errors"][0]["message"].string == "Variable $x is declared by anonymous query but not used")
            let unset = try await ask(c, "query($x: ID!) { node(id: $x) { id } }")
            #expect(unset["errors"][0]["message"].string == "Variable $x of type ID! was provided invalid value")
            let none = try await c.owner.post("/graphql", [:])
            #expect(none["errors"][0]["message"].string == "A query attribute must be specified and must be a string.")
        }
    }

    @Test("what is not there is null, with an error of its place")
    func notFound() async throws {
        try await conversation { c in
            let answer = try await ask(c, "{ node(id: \"nix\") { id } repository(owner: \"org\", name: \"none\") { id } }")
            #expect(answer["data"] == ["node": .null, "repository": .null])
            #expect(answer["errors"][0]["type"].string == "NOT_FOUND")
            #expect(answer["errors"][0]["path"] == ["node"])
            #expect(answer["errors"][0]["message"].string == "Could not resolve to a node with the global id of 'nix'")
            #expect(answer["errors"][1]["message"].string == "Could not resolve to a Repository with the name 'org/none'.")
        }
    }

    @Test("drafts are marked, pull requests closed and opened by those who may")
    func mutations() async throws {
        try await conversation { c in
            let node = try await c.owner.get(c.pull)["node_id"]
            func change(_ name: String) -> String {
                """
                mutation($id: ID!) {
                  \(name)(input: {pullRequestId: $id, clientMutationId: "7"}) { clientMutationId pullRequest { isDraft closed } }
                }
                """
            }
            let draft = try await ask(c, change("convertPullRequestToDraft"), ["id": node])["data"]["convertPullRequestToDraft"]
            #expect(draft == ["clientMutationId": "7", "pullRequest": ["isDraft": true, "closed": false]])
            _ = try await ask(c, change("markPullRequestReadyForReview"), ["id": node])
            _ = try await ask(c, change("closePullRequest"), ["id": node])
            let opened = try await ask(c, change("reopenPullRequest"), ["id": node])
            #expect(opened["data"]["reopenPullRequest"]["pullRequest"]["closed"].bool == false)
            #expect(
                try await c.events("pull_request") == ["opened", "converted_to_draft", "ready_for_review", "closed", "reopened"])
            let stranger = try await c.s.other.client.post(
                "/graphql", ["query": .string(change("convertPullRequestToDraft")), "variables": ["id": node]])
            #expect(stranger["errors"][0]["type"].string == "FORBIDDEN")
            let text = "other does not have the correct permissions to execute `ConvertPullRequestToDraft`"
            #expect(stranger["errors"][0]["message"].string == text)
            let unknown = "mutation { mergePullRequest(input: {}) { clientMutationId } }"
            let missing = try await refused(c.owner, "POST", "/graphql", ["query": .string(unknown)])
            #expect(missing.status == 501)
        }
    }

    @Test("lists come in pages")
    func pages() async throws {
        try await conversation { c in
            for index in 0..<5 { try await c.s.owner.comment("org/app", c.number, "\(index)") }
            func page(_ arguments: String) async throws -> ForgeJSON {
                let query = """
                    { repository(owner: "org", name: "app") { pullRequest(number: \(c.number)) {
                      comments(\(arguments)) { nodes { body } pageInfo { hasNextPage hasPreviousPage endCursor } } } } }
                    """
                return try await ask(c, query)["data"]["repository"]["pullRequest"]["comments"]
            }
            let first = try await page("first: 2")
            #expect(first["nodes"] == [["body": "0"], ["body": "1"]])
            #expect(first["pageInfo"]["hasNextPage"].bool == true)
            let second = try await page("first: 2, after: \(first["pageInfo"]["endCursor"].text)")
            #expect(second["nodes"] == [["body": "2"], ["body": "3"]] && second["pageInfo"]["hasPreviousPage"].bool == true)
            #expect(try await page("last: 1")["nodes"] == [["body": "4"]])
            let query = "{ repository(owner: \"org\", name: \"app\") { pullRequest(number: \(c.number)) { comments { totalCount } } } }"
            #expect(try await ask(c, query)["errors"][0]["type"].string == "MISSING_PAGINATION_BOUNDARIES")
        }
    }
}
