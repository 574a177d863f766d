/// Parses the query language: operations, variables, aliases, arguments, fragments, directives.
struct GraphQLParser {
    private let tokens: [GraphQLLexer.Token]
    private var position = 0
    /// How deep selections and values may nest.
    private var depth = 0
    private static let deepest = 100

    init(_ text: String) throws { tokens = try GraphQLLexer.tokens(text) }

    static func parse(_ text: String) throws -> GraphQLDocument {
        var parser = try GraphQLParser(text)
        var document = GraphQLDocument()
        guard parser.current.kind != .end else { throw GraphQLProblem(message: "Unexpected end of document") }
        while parser.current.kind != .end { try parser.definition(&document) }
        return document
    }

    // MARK: Tokens

    private var current: GraphQLLexer.Token { tokens[min(position, tokens.count - 1)] }

    private func unexpected(_ wanted: String) -> GraphQLProblem {
        let token = current
        if token.kind == .end { return GraphQLProblem(message: "Unexpected end of document") }
        return GraphQLProblem(
            message: "Expected \(wanted), actual: \(token.title) (\"\(token.text)\") at [\(token.place.line), \(token.place.column)]",
            places: [token.place])
    }

    private func isMark(_ mark: String) -> Bool { current.kind == .mark && current.text == mark }

    private mutating func accept(_ mark: String) -> Bool {
        guard isMark(mark) else { return false }
        position += 1
        return true
    }

    private mutating func expect(_ mark: String) throws {
        let token = GraphQLLexer.Token(kind: .mark, text: mark, place: current.place)
        guard accept(mark) else { throw unexpected(token.title) }
    }

    private mutating func name() throws -> String {
        guard current.kind == .name else { throw unexpected("NAME") }
        defer { position += 1 }
        return current.text
    }

    private mutating func nested<T>(_ body: (inout GraphQLParser) throws -> T) throws -> T {
        depth += 1
        defer { depth -= 1 }
        guard depth < Self.deepest else { throw GraphQLProblem(message: "This query is nested too deeply.", places: [current.place]) }
        return try body(&self)
    }

    // MARK: Definitions

    private mutating func definition(_ document: inout GraphQLDocument) throws {
        let place = current.place
        if isMark("{") {
            document.operations.append(.init(kind: "query", name: nil, variables: [], selections: try selections(), place: place))
            return
        }
        guard current.kind == .name, ["query", "mutation", "subscription", "fragment"].contains(current.text) else {
            throw unexpected("one of SCHEMA, SCALAR, TYPE, ENUM, INPUT, UNION, INTERFACE")
        }
        let kind = try name()
        if kind == "fragment" {
            let title = try name()
            guard current.kind == .name, current.text == "on" else { throw unexpected("ON") }
            position += 1
            let type = try name()
            _ = try directives()
            document.fragments[title] = .init(type: type, selections: try selections(), place: place)
            return
        }
        let title = current.kind == .name ? try name() : nil
        let variables = try variables()
        _ = try directives()
        document.operations.append(.init(kind: kind, name: title, variables: variables, selections: try selections(), place: place))
    }

    private mutating func variables() throws -> [GraphQLDocument.Variable] {
        guard accept("(") else { return [] }
        var found: [GraphQLDocument.Variable] = []
        while !accept(")") {
            let place = current.place
            try expect("$")
            let title = try name()
            try expect(":")
            let type = try nested { try $0.type() }
            var fallback: ForgeJSON?
            if accept("=") { fallback = Self.constant(try value()) }
            found.append(.init(name: title, type: type, fallback: fallback, place: place))
        }
        return found
    }

    private mutating func type() throws -> String {
        var text: String
        if accept("[") {
            text = "[" + (try nested { try $0.type() }) + "]"
            try expect("]")
        } else {
            text = try name()
        }
        if accept("!") { text += "!" }
        return text
    }

    // MARK: Selections

    private mutating func selections() throws -> [GraphQLDocument.Selection] {
        try nested { parser in
            try parser.expect("{")
            var found: [GraphQLDocument.Selection] = []
            while !parser.accept("}") { found.append(try parser.selection()) }
            return found
        }
    }

    private mutating func selection() throws -> GraphQLDocument.Selection {
        let place = current.place
        if accept("...") {
            if current.kind == .name, current.text != "on" { return .spread(try name(), try directives(), place) }
            var type: String?
            if current.kind == .name {
                position += 1
                type = try name()
            }
            return .inline(type, try directives(), try selections(), place)
        }
        var title = try name()
        var alias: String?
        if accept(":") {
            alias = title
            title = try name()
        }
        let arguments = try arguments()
        let directives = try directives()
        let inner = isMark("{") ? try selections() : nil
        return .field(
            .init(alias: alias, name: title, arguments: arguments, directives: directives, selections: inner, place: place))
    }

    private mutating func arguments() throws -> [(key: String, value: GraphQLDocument.Value)] {
        guard accept("(") else { return [] }
        var found: [(key: String, value: GraphQLDocument.Value)] = []
        while !accept(")") {
            let key = try name()
            try expect(":")
            found.append((key, try value()))
        }
        return found
    }

    private mutating func directives() throws -> [GraphQLDocument.Directive] {
        var found: [GraphQLDocument.Directive] = []
        while accept("@") { found.append(.init(name: try name(), arguments: try arguments())) }
        return found
    }

    // MARK: Values

    private mutating func value() throws -> GraphQLDocument.Value {
        let token = current
        switch token.kind {
        case .mark where token.text == "$":
            position += 1
            return .variable(try name())
        case .mark where token.text == "[": return try nested { try $0.list() }
        case .mark where token.text == "{": return try nested { try $0.object() }
        case .text: return constant(.string(token.text))
        case .integer: return constant(Int64(token.text).map(ForgeJSON.int) ?? .null)
        case .float: return constant(Double(token.text).map(ForgeJSON.double) ?? .null)
        case .name:
            let words: [String: ForgeJSON] = ["true": true, "false": false, "null": .null]
            return constant(words[token.text] ?? .string(token.text))
        default: throw unexpected("INT")
        }
    }

    private mutating func constant(_ json: ForgeJSON) -> GraphQLDocument.Value {
        position += 1
        return .constant(json)
    }

    private mutating func list() throws -> GraphQLDocument.Value {
        try expect("[")
        var items: [GraphQLDocument.Value] = []
        while !accept("]") { items.append(try value()) }
        return .list(items)
    }

    private mutating func object() throws -> GraphQLDocument.Value {
        try expect("{")
        var members: [(key: String, value: GraphQLDocument.Value)] = []
        while !accept("}") {
            let key = try name()
            try expect(":")
            members.append((key, try value()))
        }
        return .object(members)
    }

    private static func constant(_ value: GraphQLDocument.Value) -> ForgeJSON { value.json([:]) }
}

extension GraphQLDocument.Value {
    /// The value with its variables substituted.
    func json(_ variables: [String: ForgeJSON]) -> ForgeJSON {
        switch self {
        case .variable(let name): variables[name] ?? .null
        case .constant(let json): json
        case .list(let items): .array(items.map { $0.json(variables) })
        case .object(let members): .object(ForgeObject(members.map { ($0.key, $0.value.json(variables)) }))
        }
    }

    /// The variables that it uses.
    var variables: [String] {
        switch self {
        case .variable(let name): [name]
        case .constant: []
        case .list(let items): items.flatMap(\.variables)
        case .object(let members): members.flatMap(\.value.variables)
        }
    }
}
