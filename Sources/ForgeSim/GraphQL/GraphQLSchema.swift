/// The part of the forge's schema that the simulator supports, with the forge's names.
///
/// A declaration is one line: `Type implements Interface`, then one field per line with its arguments.
struct GraphQLSchema: Sendable {
    struct Argument: Sendable {
        let name: String
        let type: String
        var isRequired: Bool { type.hasSuffix("!") }
    }

    struct Field: Sendable {
        /// As written: `[User]`, `PullRequest!`.
        let type: String
        let arguments: [Argument]
        var named: String { type.filter { !"[]!".contains($0) } }
    }

    struct ObjectType: Sendable {
        var interfaces: Set<String> = []
        var fields: [String: Field] = [:]
    }

    private(set) var types: [String: ObjectType] = [:]
    static let scalars: Set<String> = ["ID", "String", "Int", "Boolean", "DateTime", "URI", "GitObjectID", "HTML", "BigInt"]
    static let enums: Set<String> = [
        "PullRequestState", "IssueState", "IssueStateReason", "MergeableState", "LockReason", "PullRequestReviewState",
        "CommentAuthorAssociation",
    ]
    static let forge = GraphQLSchema(declaration)

    init(_ text: String) {
        var current = ""
        for line in text.split(separator: "\n") {
            let parts = line.trimmingSpaces
            if line.hasPrefix(" ") {
                let (name, field) = Self.field(parts)
                types[current]?.fields[name] = field
            } else {
                let words = parts.split(separator: " ").map(String.init)
                current = words[0]
                types[current] = ObjectType(interfaces: Set(words.dropFirst(2)))
            }
        }
        for name in Self.connections {
            types["\(name)Connection"] = ObjectType(fields: [
                "nodes": Field(type: "[\(name)]", arguments: []), "edges": Field(type: "[\(name)Edge]", arguments: []),
                "pageInfo": Field(type: "PageInfo!", arguments: []), "totalCount": Field(type: "Int!", arguments: []),
            ])
            types["\(name)Edge"] = ObjectType(fields: [
                "node": Field(type: name, arguments: []), "cursor": Field(type: "String!", arguments: []),
            ])
        }
    }

    func isLeaf(_ type: String) -> Bool { types[type] == nil }

    /// Whether something of one type can be of another: itself, or one of its interfaces.
    func fits(_ type: String, _ condition: String) -> Bool { type == condition || types[type]?.interfaces.contains(condition) == true }

    /// Parses `name(argument: Type, …): Type`.
    private static func field(_ text: String) -> (String, Field) {
        let colon = text.lastIndex(of: ":") ?? text.endIndex
        let type = colon < text.endIndex ? text[text.index(after: colon)...].trimmingSpaces : ""
        let head = text[..<colon]
        guard let open = head.firstIndex(of: "(") else { return (head.trimmingSpaces, Field(type: type, arguments: [])) }
        let list = head[head.index(after: open)...].dropLast().split(separator: ",").map { part in
            let sides = part.split(separator: ":").map(\.trimmingSpaces)
            return Argument(name: sides[0], type: sides.count > 1 ? sides[1] : "String")
        }
        return (head[..<open].trimmingSpaces, Field(type: type, arguments: list))
    }

    private static let connections = [
        "PullRequest", "Issue", "Label", "User", "IssueComment", "PullRequestReview", "PullRequestCommit",
    ]
}
