/// Which values fit which types of arguments and variables.
enum GraphQLTypes {
    private static let enums: [String: Set<String>] = [
        "PullRequestState": ["OPEN", "CLOSED", "MERGED"], "IssueState": ["OPEN", "CLOSED"],
        "PullRequestReviewState": ["PENDING", "COMMENTED", "APPROVED", "CHANGES_REQUESTED", "DISMISSED"],
    ]

    /// Why a value does not fit a type; `nil` if it does, and for types that are not checked.
    static func problem(_ value: ForgeJSON, _ type: String) -> String? {
        if type.hasSuffix("!") {
            return value.isNull ? "Expected value to not be null" : problem(value, String(type.dropLast()))
        }
        if value.isNull { return nil }
        if type.hasPrefix("[") {
            let inner = String(type.dropFirst().dropLast())
            // A single value counts as a list of one.
            return (value.array ?? [value]).lazy.compactMap { problem($0, inner) }.first
        }
        if let names = enums[type] {
            guard let name = value.string, names.contains(name) else {
                return "Expected \"\(value.string ?? value.text)\" to be one of: \(names.sorted().joined(separator: ", "))"
            }
            return nil
        }
        let fits =
            switch type {
            case "Int": value.int.map { Int32(exactly: $0) != nil } ?? false
            case "String": value.string != nil
            case "ID": value.string != nil || value.int != nil
            case "Boolean": value.bool != nil
            default: true
            }
        return fits ? nil : "Could not coerce value \(value.text) to \(type)"
    }

    /// Why a variable cannot be used for an argument; `nil` if it can.
    static func mismatch(_ variable: GraphQLDocument.Variable, _ type: String) -> String? {
        let mine = variable.type.filter { !"[]!".contains($0) }, wanted = type.filter { !"[]!".contains($0) }
        if mine != wanted { return "Type mismatch" }
        // A value fits a list, but not the other way round.
        if variable.type.hasPrefix("["), !type.hasPrefix("[") { return "List dimension mismatch" }
        let mayBeNull = !variable.type.hasSuffix("!") && variable.fallback == nil
        return type.hasSuffix("!") && mayBeNull ? "Nullability mismatch" : nil
    }
}
