/// Checks the types of a request's members, with the forge's texts for what does not fit.
enum RequestShape {
    enum Kind: Sendable {
        case string, boolean, integer, list, object
        /// `null` is allowed too.
        case optionalString
        case optionalInteger
        case oneOf([String])
    }

    /// Refuses a request that lacks members or has members of the wrong type.
    static func check(_ body: ForgeJSON, required: [String] = [], _ kinds: [(String, Kind)]) throws {
        let missing = required.filter { !body.has($0) }
        guard missing.isEmpty else {
            let list = missing.map { "\"\($0)\"" }.joined(separator: ", ")
            throw Refusal.unprocessable("Invalid request.\n\n\(list) \(missing.count == 1 ? "wasn't" : "weren't") supplied.")
        }
        let problems = kinds.compactMap { name, kind in
            // `null` counts as missing unless the member is required.
            guard body.has(name), !body[name].isNull || required.contains(name) else { return nil as String? }
            return complaint(body[name], kind).map { "For 'properties/\(name)', \(shown(body[name])) \($0)." }
        }
        guard problems.isEmpty else { throw Refusal.unprocessable("Invalid request.\n\n" + problems.joined(separator: "\n")) }
    }

    private static func complaint(_ value: ForgeJSON, _ kind: Kind) -> String? {
        switch kind {
        case .string: value.string == nil ? "is not a string" : nil
        case .optionalString: value.string == nil && !value.isNull ? "is not a string or null" : nil
        case .optionalInteger: value.int == nil && !value.isNull ? "is not an integer or null" : nil
        case .boolean: value.bool == nil ? "is not a boolean" : nil
        case .integer: value.int == nil ? "is not an integer" : nil
        case .list: value.array == nil ? "is not an array" : nil
        case .object: value.object == nil ? "is not an object" : nil
        case .oneOf(let names):
            value.string.map { !names.contains($0) } ?? true
                ? "is not a member of [\(names.map { "\"\($0)\"" }.joined(separator: ", "))]" : nil
        }
    }

    private static func shown(_ value: ForgeJSON) -> String { value.isNull ? "nil" : value.text }
}

extension Call {
    /// The signed-in user, who must have a permission on a repository that they can see: 403 otherwise.
    func allowed(_ needed: Permission, on repository: Repository) throws -> User {
        let user = try signedIn()
        guard try permission(on: repository) >= needed else { throw Refusal.forbidden("Must have admin rights to Repository.") }
        return user
    }
}
