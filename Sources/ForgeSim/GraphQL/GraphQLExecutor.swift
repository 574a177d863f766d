/// A field's value before the selections below it are applied.
indirect enum GraphQLValue: Sendable {
    case null
    case scalar(ForgeJSON)
    case object(any GraphQLObject)
    case list([GraphQLValue])

    static func text(_ value: String?) -> GraphQLValue { .scalar(ForgeJSON(value)) }
    static func number(_ value: Int?) -> GraphQLValue { .scalar(ForgeJSON(value)) }
    static func flag(_ value: Bool) -> GraphQLValue { .scalar(.bool(value)) }
    static func time(_ value: Int64?) -> GraphQLValue { .scalar(Times.json(value)) }
}

/// An object of the schema that has fields.
protocol GraphQLObject: Sendable {
    var typeName: String { get }
    /// The value of a field; arguments have their defaults.
    func value(_ field: String, _ arguments: ForgeJSON, _ call: Call) async throws -> GraphQLValue
}

/// Walks through a checked query and collects the answer.
struct GraphQLExecutor {
    let document: GraphQLDocument
    let variables: [String: ForgeJSON]
    let call: Call
    private(set) var problems: [GraphQLProblem] = []

    init(document: GraphQLDocument, variables: [String: ForgeJSON], call: Call) {
        self.document = document
        self.variables = variables
        self.call = call
    }

    mutating func run(_ operation: GraphQLDocument.Operation) async -> ForgeJSON {
        let root: any GraphQLObject = operation.kind == "mutation" ? MutationRoot() : QueryRoot()
        return await select(operation.selections, of: root, [])
    }

    private mutating func select(
        _ selections: [GraphQLDocument.Selection], of object: any GraphQLObject, _ path: [ForgeJSON]
    ) async -> ForgeJSON {
        var members: [(key: String, value: ForgeJSON)] = []
        for (key, fields) in collect(selections, object.typeName) {
            guard let field = fields.first else { continue }
            if field.name == "__typename" {
                members.append((key, .string(object.typeName)))
                continue
            }
            let arguments = ForgeJSON.object(ForgeObject(field.arguments.map { ($0.key, $0.value.json(variables)) }))
            let inner = fields.flatMap { $0.selections ?? [] }
            do {
                let value = try await object.value(field.name, arguments, call)
                members.append((key, await complete(value, inner, path + [.string(key)])))
            } catch {
                problems.append(problem(error, field, path + [.string(key)]))
                members.append((key, .null))
            }
        }
        return .object(ForgeObject(members))
    }

    private mutating func complete(
        _ value: GraphQLValue, _ selections: [GraphQLDocument.Selection], _ path: [ForgeJSON]
    ) async -> ForgeJSON {
        switch value {
        case .null: return .null
        case .scalar(let json): return json
        case .object(let object): return await select(selections, of: object, path)
        case .list(let items):
            var answers: [ForgeJSON] = []
            for (index, item) in items.enumerated() { answers.append(await complete(item, selections, path + [ForgeJSON(index)])) }
            return .array(answers)
        }
    }

    private func problem(_ error: any Error, _ field: GraphQLDocument.Field, _ path: [ForgeJSON]) -> GraphQLProblem {
        var problem = error as? GraphQLProblem ?? GraphQLProblem(message: "Something went wrong while executing your query: \(error)")
        if let refusal = error as? Refusal { problem = GraphQLProblem(message: refusal.message, type: "UNPROCESSABLE") }
        problem.path = path
        problem.places = [field.place]
        return problem
    }

    /// The fields that apply to a type, grouped by key, in the order of the query.
    private func collect(_ selections: [GraphQLDocument.Selection], _ type: String) -> [(key: String, fields: [GraphQLDocument.Field])] {
        var found: [(key: String, fields: [GraphQLDocument.Field])] = []
        var places: [String: Int] = [:]
        func add(_ field: GraphQLDocument.Field) {
            if let index = places[field.key] {
                found[index].fields.append(field)
            } else {
                places[field.key] = found.count
                found.append((field.key, [field]))
            }
        }
        for selection in selections {
            switch selection {
            case .field(let field):
                if included(field.directives) { add(field) }
            case .inline(let condition, let directives, let inner, _):
                guard included(directives), condition.map({ GraphQLSchema.forge.fits(type, $0) }) ?? true else { continue }
                for (_, fields) in collect(inner, type) { fields.forEach(add) }
            case .spread(let name, let directives, _):
                guard included(directives), let fragment = document.fragments[name], GraphQLSchema.forge.fits(type, fragment.type) else {
                    continue
                }
                for (_, fields) in collect(fragment.selections, type) { fields.forEach(add) }
            }
        }
        return found
    }

    private func included(_ directives: [GraphQLDocument.Directive]) -> Bool {
        directives.allSatisfy { directive in
            let condition = directive.arguments.first { $0.key == "if" }?.value.json(variables).bool ?? true
            return directive.name == "skip" ? !condition : directive.name == "include" ? condition : true
        }
    }
}
