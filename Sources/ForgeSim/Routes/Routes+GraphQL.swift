/// GraphQL: a part of the forge's schema, see `GraphQL/GraphQLSchema+Declaration.swift`.
extension Routes {
    static func graphQL(_ routes: inout RouteTable) {
        routes.post("/graphql") { call in
            guard call.user != nil else { throw unauthenticated }
            let body = try call.json()
            guard let query = body["query"].string else {
                return .json(["errors": [["message": "A query attribute must be specified and must be a string."]]])
            }
            return try await answer(call, query, body)
        }
    }

    private static func answer(_ call: Call, _ query: String, _ body: ForgeJSON) async throws -> Reply {
        let document: GraphQLDocument
        do {
            document = try GraphQLParser.parse(query)
        } catch let problem as GraphQLProblem {
            return refused([problem])
        }
        guard let operation = try operation(document, body["operationName"].string) else {
            return refused([GraphQLProblem(message: "An operation name is required")])
        }
        var validator = GraphQLValidator(schema: .forge, document: document)
        validator.check()
        if let missing = validator.missing { throw Refusal.notSimulated(missing) }
        guard validator.problems.isEmpty else { return refused(validator.problems) }
        let given = body["variables"]
        var variables: [String: ForgeJSON] = [:]
        for variable in operation.variables {
            let value = given.has(variable.name) ? given[variable.name] : variable.fallback ?? .null
            if let problem = GraphQLTypes.problem(value, variable.type) { return refused([invalid(variable, value, problem)]) }
            variables[variable.name] = value
        }
        var executor = GraphQLExecutor(document: document, variables: variables, call: call)
        let data = await executor.run(operation)
        var members: [(key: String, value: ForgeJSON)] = [("data", data)]
        if !executor.problems.isEmpty { members.append(("errors", .array(executor.problems.map(\.json)))) }
        return .json(.object(ForgeObject(members)))
    }

    private static let unauthenticated = Refusal(
        status: 401, message: "This endpoint requires you to be authenticated.",
        documentation: "https://docs.github.com/graphql/guides/forming-calls-with-graphql#authenticating-with-graphql")

    private static func refused(_ problems: [GraphQLProblem]) -> Reply { .json(["errors": .array(problems.map(\.json))]) }

    private static func operation(_ document: GraphQLDocument, _ name: String?) throws -> GraphQLDocument.Operation? {
        guard let name else { return document.operations.count == 1 ? document.operations.first : nil }
        return document.operations.first { $0.name == name }
    }

    private static func invalid(_ variable: GraphQLDocument.Variable, _ value: ForgeJSON, _ problem: String) -> GraphQLProblem {
        GraphQLProblem(
            message: "Variable $\(variable.name) of type \(variable.type) was provided invalid value", places: [variable.place],
            extensions: ["value": value, "problems": [["path": [], "explanation": .string(problem)]]])
    }
}
