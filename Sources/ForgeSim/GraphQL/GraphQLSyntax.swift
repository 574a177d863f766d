/// A query as written.
struct GraphQLDocument: Sendable {
    /// A position, from 1.
    struct Place: Sendable {
        let line: Int
        let column: Int

        var json: ForgeJSON { ["line": ForgeJSON(line), "column": ForgeJSON(column)] }
    }

    indirect enum Value: Sendable {
        case variable(String)
        case constant(ForgeJSON)
        case list([Value])
        case object([(key: String, value: Value)])
    }

    struct Directive: Sendable {
        let name: String
        let arguments: [(key: String, value: Value)]
    }

    struct Field: Sendable {
        let alias: String?
        let name: String
        let arguments: [(key: String, value: Value)]
        let directives: [Directive]
        /// `nil` without braces.
        let selections: [Selection]?
        let place: Place

        /// Its key in the answer.
        var key: String { alias ?? name }
    }

    indirect enum Selection: Sendable {
        case field(Field)
        case spread(String, [Directive], Place)
        case inline(String?, [Directive], [Selection], Place)
    }

    struct Variable: Sendable {
        let name: String
        /// As written: `ID!`, `[String!]`.
        let type: String
        let fallback: ForgeJSON?
        let place: Place
    }

    struct Operation: Sendable {
        let kind: String
        let name: String?
        let variables: [Variable]
        let selections: [Selection]
        let place: Place

        /// The first element of the paths in validation errors.
        var title: String { name.map { "\(kind) \($0)" } ?? kind }
    }

    struct Fragment: Sendable {
        let type: String
        let selections: [Selection]
        let place: Place
    }

    var operations: [Operation] = []
    var fragments: [String: Fragment] = [:]
}

/// The forge's term for one thing in a query.
struct GraphQLProblem: Error {
    let message: String
    var type: String?
    var path: [ForgeJSON]?
    var places: [GraphQLDocument.Place] = []
    var extensions: ForgeJSON?

    var json: ForgeJSON {
        var members: [(key: String, value: ForgeJSON)] = []
        if let type { members.append(("type", .string(type))) }
        if let path { members.append(("path", .array(path))) }
        if let extensions { members.append(("extensions", extensions)) }
        if !places.isEmpty { members.append(("locations", .array(places.map(\.json)))) }
        members.append(("message", .string(message)))
        return .object(ForgeObject(members))
    }
}
