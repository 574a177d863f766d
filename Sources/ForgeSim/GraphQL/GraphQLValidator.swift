/// Checks a query against the schema before any of it is answered, in the forge's words.
struct GraphQLValidator {
    let schema: GraphQLSchema
    let document: GraphQLDocument
    private(set) var problems: [GraphQLProblem] = []
    /// What the forge may have and the simulator lacks: it cannot claim that it does not exist.
    private(set) var missing: String?
    /// Those of the current operation.
    private var variables: [GraphQLDocument.Variable] = []
    /// How many selections were visited, those of a fragment each time it is used: fragments of fragments grow exponentially.
    private var complexity = 0
    private static let mostComplex = 50_000

    init(schema: GraphQLSchema, document: GraphQLDocument) {
        self.schema = schema
        self.document = document
    }

    mutating func check() {
        for operation in document.operations {
            variables = operation.variables
            check(operation.selections, on: operation.kind == "mutation" ? "Mutation" : "Query", [.string(operation.title)], [])
            guard complexity <= Self.mostComplex else {
                let text = "Query has complexity of \(complexity), which exceeds max complexity of \(Self.mostComplex)"
                problems = [GraphQLProblem(message: text, places: [operation.place])]
                return
            }
            checkVariables(operation)
        }
    }

    private mutating func report(
        _ message: String, _ path: [ForgeJSON], _ place: GraphQLDocument.Place, _ code: String, _ more: ForgeJSON
    ) {
        var extensions: ForgeJSON = ["code": .string(code)]
        for (key, value) in more.object?.members ?? [] { extensions[key] = value }
        problems.append(GraphQLProblem(message: message, path: path, places: [place], extensions: extensions))
    }

    private mutating func check(_ selections: [GraphQLDocument.Selection], on type: String, _ path: [ForgeJSON], _ spreads: Set<String>) {
        for selection in selections {
            complexity += 1
            if complexity > Self.mostComplex { return }
            switch selection {
            case .field(let field): check(field, on: type, path + [.string(field.key)], spreads)
            case .inline(let condition, _, let inner, let place):
                checkCondition(condition, path, place)
                let target = condition ?? type
                if schema.types[target] != nil { check(inner, on: target, path + [.string("... on \(target)")], spreads) }
            case .spread(let name, _, let place):
                guard let fragment = document.fragments[name] else {
                    report(
                        "Fragment \(name) was used, but not defined", path + [.string("... \(name)")], place, "useAndDefineFragment",
                        ["fragmentName": .string(name)])
                    continue
                }
                // A fragment that contains itself would never end.
                guard !spreads.contains(name) else {
                    report("Fragment \(name) contains an infinite loop", path, place, "infiniteLoop", ["fragmentName": .string(name)])
                    continue
                }
                checkCondition(fragment.type, path, fragment.place)
                if schema.types[fragment.type] != nil {
                    check(fragment.selections, on: fragment.type, [.string("fragment \(name)")], spreads.union([name]))
                }
            }
        }
    }

    /// Records a name that is not in the schema; names that the forge does not have either are an error of the query.
    private mutating func isMissing(_ name: String, _ what: String) -> Bool {
        guard !name.contains("_") else { return false }
        missing = missing ?? what
        return true
    }

    private mutating func checkCondition(_ type: String?, _ path: [ForgeJSON], _ place: GraphQLDocument.Place) {
        guard let type, schema.types[type] == nil, !isMissing(type, "the type '\(type)' of GraphQL") else { return }
        report(
            "No such type \(type), so it can't be a fragment condition", path + [.string("... on \(type)")], place, "undefinedType",
            ["typeName": .string(type)])
    }

    private mutating func check(_ field: GraphQLDocument.Field, on type: String, _ path: [ForgeJSON], _ spreads: Set<String>) {
        if field.name == "__typename" { return }
        guard let known = schema.types[type]?.fields[field.name] else {
            if isMissing(field.name, "the field '\(field.name)' of GraphQL's type '\(type)'") { return }
            report(
                "Field '\(field.name)' doesn't exist on type '\(type)'", path, field.place, "undefinedField",
                ["typeName": .string(type), "fieldName": .string(field.name)])
            return
        }
        checkArguments(field, known, path)
        if schema.isLeaf(known.named) {
            if let inner = field.selections {
                let names = inner.compactMap { if case .field(let field) = $0 { "\"\(field.name)\"" } else { nil } }
                let list = names.joined(separator: ", ")
                report(
                    "Selections can't be made on scalars (field '\(field.name)' returns \(known.named) but has selections [\(list)])", path,
                    field.place, "selectionMismatch", ["nodeName": .string("field '\(field.name)'"), "typeName": .string(known.named)])
            }
        } else if let inner = field.selections, !inner.isEmpty {
            check(inner, on: known.named, path, spreads)
        } else {
            let (name, type) = (field.name, known.named)
            report(
                "Field must have selections (field '\(name)' returns \(type) but has no selections. Did you mean '\(name) { ... }'?)",
                path, field.place, "selectionMismatch", ["nodeName": .string("field '\(field.name)'"), "typeName": .string(known.named)])
        }
    }

    private mutating func checkArguments(_ field: GraphQLDocument.Field, _ known: GraphQLSchema.Field, _ path: [ForgeJSON]) {
        for argument in field.arguments where !known.arguments.contains(where: { $0.name == argument.key }) {
            if isMissing(argument.key, "the argument '\(argument.key)' of GraphQL's field '\(field.name)'") { continue }
            report(
                "Field '\(field.name)' doesn't accept argument '\(argument.key)'", path + [.string(argument.key)], field.place,
                "argumentNotAccepted",
                ["name": .string(field.name), "typeName": "Field", "argumentName": .string(argument.key)])
        }
        for argument in field.arguments {
            guard let wanted = known.arguments.first(where: { $0.name == argument.key }) else { continue }
            checkValue(argument.value, wanted, of: field, path + [.string(argument.key)])
        }
        let missing = known.arguments.filter { wanted in wanted.isRequired && !field.arguments.contains { $0.key == wanted.name } }.map(
            \.name)
        if !missing.isEmpty {
            report(
                "Field '\(field.name)' is missing required arguments: \(missing.joined(separator: ", "))", path, field.place,
                "missingRequiredArguments",
                ["className": "Field", "name": .string(field.name), "arguments": .string(missing.joined(separator: ", "))])
        }
        if field.name.hasSuffix("PullRequest") || field.name.hasSuffix("Review") || field.name.hasSuffix("ToDraft") {
            checkInput(field, path)
        }
    }

    private mutating func checkValue(
        _ value: GraphQLDocument.Value, _ wanted: GraphQLSchema.Argument, of field: GraphQLDocument.Field, _ path: [ForgeJSON]
    ) {
        if case .variable(let name) = value {
            guard let variable = variables.first(where: { $0.name == name }), let problem = GraphQLTypes.mismatch(variable, wanted.type)
            else { return }
            return report(
                "\(problem) on variable $\(name) and argument \(wanted.name) (\(variable.type) / \(wanted.type))", path.dropLast(),
                field.place,
                "variableMismatch",
                [
                    "variableName": .string(name), "typeName": .string(variable.type), "argumentName": .string(wanted.name),
                    "errorMessage": .string(problem),
                ])
        }
        // Values that contain variables are checked once those are known.
        guard value.variables.isEmpty, GraphQLTypes.problem(value.json([:]), wanted.type) != nil else { return }
        report(
            "Argument '\(wanted.name)' on Field '\(field.name)' has an invalid value (\(value.json([:]).text)). Expected type '\(wanted.type)'.",
            path, field.place, "argumentLiteralsIncompatible", ["typeName": "Field", "argumentName": .string(wanted.name)])
    }

    /// The mutations all take one id.
    private mutating func checkInput(_ field: GraphQLDocument.Field, _ path: [ForgeJSON]) {
        guard case .object(let members)? = field.arguments.first(where: { $0.key == "input" })?.value,
            !members.contains(where: { $0.key == "pullRequestId" })
        else { return }
        let type = field.name.prefix(1).uppercased() + field.name.dropFirst() + "Input"
        report(
            "Argument 'pullRequestId' on InputObject '\(type)' is required. Expected type ID!", path + ["input", "pullRequestId"],
            field.place, "missingRequiredInputObjectAttribute",
            ["argumentName": "pullRequestId", "argumentType": "ID!", "inputObjectType": .string(type)])
    }

    // MARK: Variables

    private mutating func checkVariables(_ operation: GraphQLDocument.Operation) {
        let used = uses(operation.selections, [])
        let title = operation.name ?? "anonymous \(operation.kind)"
        for variable in operation.variables where !used.contains(variable.name) {
            report(
                "Variable $\(variable.name) is declared by \(title) but not used", [.string(operation.title)], variable.place,
                "variableNotUsed", ["variableName": .string(variable.name)])
        }
        for name in used.sorted() where !operation.variables.contains(where: { $0.name == name }) {
            report(
                "Variable $\(name) is used by \(title) but not declared", [.string(operation.title)], operation.place, "variableNotDefined",
                ["variableName": .string(name)])
        }
    }

    private func uses(_ selections: [GraphQLDocument.Selection], _ spreads: Set<String>) -> Set<String> {
        var found: Set<String> = []
        func add(_ directives: [GraphQLDocument.Directive]) {
            for directive in directives { found.formUnion(directive.arguments.flatMap(\.value.variables)) }
        }
        for selection in selections {
            switch selection {
            case .field(let field):
                found.formUnion(field.arguments.flatMap(\.value.variables))
                add(field.directives)
                found.formUnion(uses(field.selections ?? [], spreads))
            case .inline(_, let directives, let inner, _):
                add(directives)
                found.formUnion(uses(inner, spreads))
            case .spread(let name, let directives, _):
                add(directives)
                guard let fragment = document.fragments[name], !spreads.contains(name) else { continue }
                found.formUnion(uses(fragment.selections, spreads.union([name])))
            }
        }
        return found
    }
}
