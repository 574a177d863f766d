import GRDB

/// An object whose fields are known when it is created.
struct PlainObject: GraphQLObject {
    let typeName: String
    let members: [String: GraphQLValue]

    func value(_ field: String, _ arguments: ForgeJSON, _ call: Call) async throws -> GraphQLValue { members[field] ?? .null }

    /// A page of a list: GitHub requires `first` or `last`, at most 100.
    static func connection(_ type: String, _ items: [GraphQLValue], _ arguments: ForgeJSON) throws -> GraphQLValue {
        let indexed = Array(items.enumerated())
        func position(_ key: String) -> Int? {
            arguments[key].string.flatMap(unbase64).map { String(decoding: $0, as: UTF8.self) }.flatMap { Int($0.dropFirst(7)) }
        }
        var window = indexed[...]
        let (after, before) = (position("after") ?? 0, position("before") ?? 0)
        if after > 0 { window = window.drop { $0.offset + 1 <= after } }
        if before > 0 { window = window.prefix { $0.offset + 1 < before } }
        let limit = try limit(type, arguments)
        let page = arguments["first"].int != nil ? window.prefix(limit) : window.suffix(limit)
        func cursor(_ index: Int) -> GraphQLValue { .text(base64(Array("cursor:\(index + 1)".utf8))) }
        let info = PlainObject(
            typeName: "PageInfo",
            members: [
                "hasNextPage": .flag(before > 0 || (page.last?.offset ?? -1) < (window.last?.offset ?? -1)),
                "hasPreviousPage": .flag(after > 0 || (page.first?.offset ?? 0) > (window.first?.offset ?? 0)),
                "startCursor": page.first.map { cursor($0.offset) } ?? .null, "endCursor": page.last.map { cursor($0.offset) } ?? .null,
            ])
        let edges = page.map { item in
            let members = ["node": item.element, "cursor": cursor(item.offset)]
            return GraphQLValue.object(PlainObject(typeName: "\(type)Edge", members: members))
        }
        return .object(
            PlainObject(
                typeName: "\(type)Connection",
                members: [
                    "nodes": .list(page.map(\.element)), "edges": .list(edges), "pageInfo": .object(info),
                    "totalCount": .number(items.count),
                ]))
    }

    private static func limit(_ type: String, _ arguments: ForgeJSON) throws -> Int {
        guard let limit = arguments["first"].int ?? arguments["last"].int else {
            throw GraphQLProblem(
                message: "You must provide a `first` or `last` value to properly paginate the `\(type)` connection.",
                type: "MISSING_PAGINATION_BOUNDARIES")
        }
        guard limit <= 100 else {
            let name = arguments["first"].int == nil ? "last" : "first"
            throw GraphQLProblem(
                message: "Requesting \(limit) records on the `\(type)` connection exceeds the `\(name)` limit of 100 records.",
                type: "EXCESSIVE_PAGINATION")
        }
        guard limit >= 0 else {
            throw GraphQLProblem(message: "`first` on the `\(type)` connection cannot be less than zero.", type: "ARGUMENT_ERROR")
        }
        return limit
    }
}

/// A person or organisation.
struct UserObject: GraphQLObject {
    let user: User
    var typeName: String { user.type }

    static func find(_ id: Int64?, _ call: Call) throws -> GraphQLValue {
        guard let id else { return .null }
        return .object(UserObject(user: try call.read { try $0.user(id) }))
    }

    func value(_ field: String, _ arguments: ForgeJSON, _ call: Call) async throws -> GraphQLValue {
        switch field {
        case "id": .text(nodeID(user.type, user.id))
        case "databaseId": .scalar(.int(user.id))
        case "login": .text(user.login)
        case "name": .text(user.name)
        case "email": .text(user.email ?? (user.isOrganization ? nil : ""))
        case "url": .text("\(call.base)/\(user.login)")
        case "avatarUrl": .text("\(call.base)/avatars/u/\(user.id)?v=4")
        case "resourcePath": .text("/\(user.login)")
        case "isViewer": .flag(user.id == call.user?.id)
        case "createdAt", "updatedAt": .time(user.createdAt)
        default: .null
        }
    }
}

/// A repository.
struct RepositoryObject: GraphQLObject {
    let repository: Repository
    let typeName = "Repository"

    static func find(_ id: Int64?, _ call: Call) throws -> GraphQLValue {
        let found = try call.read { tx in try id.flatMap { try Repository.fetchOne(cached: tx.db, key: $0) } }
        return found.map { .object(RepositoryObject(repository: $0)) } ?? .null
    }

    func value(_ field: String, _ arguments: ForgeJSON, _ call: Call) async throws -> GraphQLValue {
        switch field {
        case "id": .text(nodeID("Repository", repository.id))
        case "databaseId": .scalar(.int(repository.id))
        case "name": .text(repository.name)
        case "nameWithOwner": .text(try call.read { try $0.fullName(repository) })
        case "owner": try UserObject.find(repository.ownerID, call)
        case "description": .text(repository.description)
        case "url": .text(try call.read { try $0.htmlURL(repository) })
        case "isPrivate": .flag(repository.private)
        case "isFork": .flag(repository.fork)
        case "isArchived": .flag(false)
        case "isEmpty": .flag(!(try call.git(repository).hasBranches()))
        case "createdAt": .time(repository.createdAt)
        case "updatedAt": .time(repository.updatedAt)
        case "pushedAt": .time(repository.pushedAt)
        case "parent": try RepositoryObject.find(repository.parentID, call)
        case "defaultBranchRef": try GraphQLParts.ref("refs/heads/\(repository.defaultBranch)", repository, call)
        case "ref": try GraphQLParts.ref(arguments["qualifiedName"].string ?? "", repository, call)
        default: try GraphQLParts.conversation(field, repository, arguments, call)
        }
    }
}
