/// The types that GitHub's reference gives for the members of request bodies.
///
/// Members that a table does not list are ignored, and so is `null` for optional ones, which GitHub treats as missing.
enum BodyShapes {
    /// A documented member of a body.
    private struct Member: Sendable {
        let name: String
        let kinds: Set<Character>
        let required: Bool
    }

    private static let shapes: [String: [Member]] = {
        var found: [String: [Member]] = [:]
        for line in table.split(separator: "\n") {
            let words = line.split(separator: " ")
            guard words.count > 2 else { continue }
            found["\(words[0]) \(words[1])"] = words.dropFirst(2).compactMap { word in
                let sides = word.split(separator: ":")
                guard sides.count == 2 else { return nil }
                return Member(name: String(sides[0]), kinds: Set(sides[1]).subtracting("!"), required: sides[1].hasSuffix("!"))
            }
        }
        return found
    }()

    /// Refuses a body whose members have other types than the operation expects.
    ///
    /// - Parameter route: Method and path of the route table, such as `POST /repos/{owner}/{repo}/issues`.
    static func check(_ body: ForgeJSON, route: String) throws {
        guard let shape = shapes[key(route)] else { return }
        let problems = shape.compactMap { problem($0, body) }
        guard problems.isEmpty else { throw Refusal.unprocessable("Invalid request.\n\n" + problems.joined(separator: "\n")) }
    }

    /// The route in the table's form: `*` for one segment, `**` for the rest.
    private static func key(_ route: String) -> String {
        let words = route.split(separator: " ")
        guard words.count == 2 else { return route }
        let parts = words[1].split(separator: "/").map { $0.hasSuffix("...}") ? "**" : $0.hasPrefix("{") ? "*" : String($0) }
        return "\(words[0]) \(parts.joined(separator: "/"))"
    }

    private static func problem(_ member: Member, _ body: ForgeJSON) -> String? {
        guard let value = body.object?[member.name] else { return nil }
        if value.isNull { return member.required ? refusal(member, value) : nil }
        return member.kinds.contains(kind(value)) || member.kinds.contains("n") && value.double != nil ? nil : refusal(member, value)
    }

    private static func refusal(_ member: Member, _ value: ForgeJSON) -> String {
        let names: [Character: String] = [
            "s": "a string", "i": "an integer", "n": "a number", "b": "a boolean", "a": "an array", "o": "an object",
        ]
        let wanted = "sinbao".filter(member.kinds.contains).compactMap { names[$0] }.joined(separator: " or ")
        return "For 'properties/\(member.name)', \(inspect(value)) is not \(wanted)."
    }

    private static func kind(_ value: ForgeJSON) -> Character {
        switch value {
        case .null: "0"
        case .bool: "b"
        case .int: "i"
        case .double(let number): Int64(exactly: number) == nil ? "n" : "i"
        case .string: "s"
        case .array: "a"
        case .object: "o"
        }
    }

    /// A value as the forge's messages show it.
    private static func inspect(_ value: ForgeJSON) -> String {
        switch value {
        case .null: "nil"
        case .array(let items): "[" + items.prefix(20).map(inspect).joined(separator: ", ") + "]"
        case .object(let object):
            "{" + object.members.prefix(20).map { "\(ForgeJSON.string($0.key).text)=>\(inspect($0.value))" }.joined(separator: ", ") + "}"
        default: String(value.text.prefix(200))
        }
    }
}
