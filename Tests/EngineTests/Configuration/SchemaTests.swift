import PluginAPI
import PluginRules
import Testing

/// JSON Schemas as manifests write them: what they accept, and what is refused as a schema.
@Suite struct SchemaTests {
    private static let body: JSON = [
        "type": "object", "additionalProperties": false, "required": ["sha"],
        "properties": [
            "sha": ["type": "string", "minLength": 2, "maxLength": 4], "count": ["type": "integer", "minimum": 1, "maximum": 3],
            "share": ["type": "number", "minimum": 0, "maximum": 1], "state": ["enum": ["on", "off"], "default": "on"],
            "note": ["type": ["string", "null"]], "names": ["type": "array", "items": ["type": "string", "format": "login"]],
            "open": ["type": "object", "properties": ["a": ["type": "boolean"]]], "any": [:],
        ],
    ]

    @Test(
        arguments: [
            (["sha": "abc"], nil),
            (["sha": "abc", "count": 3, "share": 0.5, "state": "off", "note": nil, "names": ["a"], "open": ["b": 1], "any": [1]], nil),
            (["sha": "abc", "share": 1], nil),
            ([:], "sha"), (["sha": "a"], "sha"), (["sha": "abcde"], "sha"), (["sha": 12], "sha"), (["sha": nil], "sha"),
            (["sha": "abc", "count": 0], "count"), (["sha": "abc", "count": 4], "count"), (["sha": "abc", "count": 1.5], "count"),
            (["sha": "abc", "share": 1.5], "share"), (["sha": "abc", "state": "of"], "state"), (["sha": "abc", "note": 1], "note"),
            (["sha": "abc", "names": ["a", "b c"]], "names[1]"), (["sha": "abc", "names": "a"], "names"),
            (["sha": "abc", "open": ["a": 1]], "open.a"), (["sha": "abc", "shaa": "abc"], "shaa"),
        ] as [(JSON, String?)])
    func `a document fits a schema, or the place that does not fit is named`(document: JSON, place: String?) {
        var reader = DocumentReader(source: "body", form: .document)
        let read = reader.read(DocumentNode(document), as: ValueShape.reading(schema: Self.body, at: "schema").shape, at: "")
        #expect(reader.problems.map(\.path) == (place.map { [$0] } ?? []))
        #expect(reader.problems.allSatisfy { !$0.message.isEmpty && !$0.remedy.isEmpty })
        if place == nil {
            #expect(read["state"].string == document["state"].string ?? "on", "the default is filled in")
            #expect(read.object?.keys.contains("count") == document.object?.keys.contains("count"), "what has no default stays away")
        }
    }

    @Test(
        arguments: [
            (["type": "string", "minimun": 1], "s.minimun is not a keyword that schemas of the type string can have here"),
            (
                ["type": "integer", "minimun": 1],
                "s.minimun is not a keyword that schemas of the type integer can have here; did you mean 'minimum'?"
            ),
            (
                ["type": "text"],
                "s.type must be one of array, boolean, integer, null, number, object, string, or a list of one of them and null"
            ),
            (
                ["type": ["string", "integer"]],
                "s.type must be one of array, boolean, integer, null, number, object, string, or a list of one of them and null"
            ),
            (["type": "object", "required": ["a"]], "s.required names 'a', which is not among the properties"),
            (["type": "object", "additionalProperties": ["type": "string"]], "s.additionalProperties must be true or false"),
            (
                ["type": "object", "properties": ["a": ["type": "integer", "default": "x"]]],
                "s.properties.a.default does not fit: expected a whole number, found `x`"
            ),
            (["type": "integer", "minimum": 3, "maximum": 1], "s.minimum is greater than its maximum"),
            (["type": "string", "enum": []], "s.enum must be a list of words"),
            (
                ["type": "string", "format": "brnch"],
                "s.format is 'brnch', which is not one of branch, branch-pattern, email, login, name, repository, repository-pattern, uri, word; did you mean 'branch'?"
            ),
            (["type": "array", "x-shorthand": "semicolon"], "s.x-shorthand must be 'comma' in a list, and name a property in an object"),
            (
                ["type": "array", "items": ["type": "what"]],
                "s.items.type must be one of array, boolean, integer, null, number, object, string, or a list of one of them and null"
            ),
            ([1], "s must be a schema, that is an object"),
        ] as [(JSON, String)])
    func `a schema that says what nobody checks is refused`(schema: JSON, problem: String) {
        #expect(ValueShape.reading(schema: schema, at: "s").problems == [problem])
    }

    @Test func `a manifest is held to all its schemas, and no key is claimed twice`() {
        let limit = ConfigurationKey.integer("limit", atLeast: 1, default: 1, "A limit.")
        var first = Manifest(id: "first", version: "1", configurationKeys: ConfigurationKeys(project: [limit], person: [limit]))
        let second = Manifest(id: "second", version: "1", configurationKeys: ConfigurationKeys(project: [limit], branch: [limit]))
        #expect(ManifestRules.problems(first) == [])
        #expect(
            ManifestRules.clashes([first, second]) == [
                "the plugins 'first' and 'second' both claim the configuration key of a project 'limit'; load one of them"
            ])
        first.configurationKeys.branch["name"] = ["type": "string"]
        first.configurationKeys.repository["x"] = ["type": "strin"]
        first.configurationSchema = ["type": "object", "properties": ["u": ["type": "string", "x-default-from": "token"]]]
        first.resources = [.operation("POST", "/x", "x", schema: ["typ": "object"])]
        let problems = ManifestRules.problems(first)
        for place in ["branch.name is a key of the host itself", "configurationKeys.repository.x.type", "x-default-from", "'POST /x'"] {
            #expect(problems.contains { $0.contains(place) }, "\(place): \(problems)")
        }
    }

    @Test func `a typed key reads what the host stored, or its default`() {
        enum Colour: String, Codable, CaseIterable, Sendable { case red, green }
        let colour = ConfigurationKey.choice("colour", default: Colour.red, "Which.")
        #expect(colour.schema["enum"] == ["red", "green"])
        #expect(colour.schema["default"] == "red")
        #expect((["colour": "green"] as JSON)[colour] == .green)
        #expect(([:] as JSON)[colour] == .red)
        #expect((["colour": nil] as JSON)[colour] == .red)
    }
}
