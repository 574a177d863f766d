package import Contract

extension ValueShape {
    /// Reads a JSON Schema, of which a part is known: `type` (also a list with `null`), `enum`, `properties`, `required`,
    /// `additionalProperties`, `items`, `minimum`, `maximum`, `minLength`, `maxLength`, `format`, `default`, `title` and `description`.
    /// `x-shorthand` lets text stand for an object (it names the member that the text is) or for a list (`comma`: the parts between
    /// commas); `x-unique` names the members in which the elements of a list must differ; `x-default-from` of a plugin's own setting names
    /// a key of the host whose value is the default.
    ///
    /// - Parameters:
    ///   - schema: The schema; `{}` accepts anything.
    ///   - path: The schema's place in the manifest, which problems begin with.
    /// - Returns: the shape, and what is wrong with the schema, one phrase each.
    package static func reading(schema: JSON, at path: String) -> (shape: ValueShape, problems: [String]) {
        var reader = SchemaReader()
        let shape = reader.shape(schema, at: path)
        return (shape, reader.problems)
    }

    /// Reads the schemas of single keys, by name.
    package static func reading(keys schemas: [String: JSON], at path: String) -> (keys: [ValueKey], problems: [String]) {
        var reader = SchemaReader()
        let keys = reader.keys(schemas, required: [], at: path)
        return (keys, reader.problems)
    }
}

/// Turns JSON Schemas into shapes.
private struct SchemaReader {
    private(set) var problems: [String] = []

    /// Keywords by the type to which they belong; those of "" can stand anywhere.
    private static let keywords: [String: [String]] = [
        "": ["type", "enum", "default", "title", "description", "x-default-from"],
        "object": ["properties", "required", "additionalProperties", "x-shorthand"],
        "array": ["items", "x-unique", "x-shorthand"],
        "string": ["minLength", "maxLength", "format"],
        "integer": ["minimum", "maximum"], "number": ["minimum", "maximum"], "boolean": [], "null": [],
    ]

    private static let formats: [String: TextRule] = [
        "branch": .branch, "branch-pattern": .branchPattern, "email": .email, "login": .login, "name": .name, "repository": .repository,
        "repository-pattern": .repositoryPattern, "uri": .url, "word": .word,
    ]

    mutating func shape(_ schema: JSON, at path: String) -> ValueShape {
        guard let members = schema.object else {
            problems.append("\(path) must be a schema, that is an object")
            return .any
        }
        if members.isEmpty { return .any }
        var types = schema["type"].array?.compactMap(\.string) ?? schema["type"].string.map { [$0] } ?? []
        if types.isEmpty, !schema["enum"].isNull { types = ["string"] }
        let isOptional = types.contains("null")
        types.removeAll { $0 == "null" }
        guard types.count == 1, let type = types.first, let known = Self.keywords[type] else {
            let names = Self.keywords.keys.filter { !$0.isEmpty }.sorted().joined(separator: ", ")
            problems.append("\(path).type must be one of \(names), or a list of one of them and null")
            return .any
        }
        let allowed = (Self.keywords[""] ?? []) + known
        for keyword in members.keys.sorted() where !allowed.contains(keyword) {
            let hint = Suggestion.nearest(to: keyword, among: allowed).map { "; did you mean '\($0)'?" } ?? ""
            problems.append("\(path).\(keyword) is not a keyword that schemas of the type \(type) can have here\(hint)")
        }
        let shape = shorthand(bare(type, schema, at: path), schema, at: path)
        return isOptional ? .optional(shape) : shape
    }

    private mutating func bare(_ type: String, _ schema: JSON, at path: String) -> ValueShape {
        switch type {
        case "boolean": return .flag
        case "integer": return .number(integers(schema, at: path))
        case "number": return .decimal(numbers(schema, at: path))
        case "array":
            let items = schema["items"].isNull ? .any : shape(schema["items"], at: "\(path).items")
            return .list(items, unique: schema["x-unique"].array?.compactMap(\.string) ?? [])
        case "object": return object(schema, at: path)
        default: return text(schema, at: path)
        }
    }

    private mutating func object(_ schema: JSON, at path: String) -> ValueShape {
        let properties = schema["properties"].object ?? [:]
        let required = schema["required"].array?.compactMap(\.string) ?? []
        for name in required where properties[name] == nil {
            problems.append("\(path).required names '\(name)', which is not among the properties")
        }
        if let open = schema["additionalProperties"].optional, open.bool == nil {
            problems.append("\(path).additionalProperties must be true or false")
        }
        return .object(
            keys(properties, required: required, at: "\(path).properties"), isOpen: schema["additionalProperties"].bool ?? true)
    }

    mutating func keys(_ schemas: [String: JSON], required: [String], at path: String) -> [ValueKey] {
        schemas.sorted { $0.key < $1.key }.map { name, schema in
            let place = "\(path).\(name)"
            let shape = shape(schema, at: place)
            guard let value = schema["default"].optional else {
                return ValueKey(name: name, shape: shape, presence: required.contains(name) ? .required : .optional)
            }
            var reader = DocumentReader(source: "\(place).default", form: .document)
            _ = reader.read(DocumentNode(value), as: shape, at: "")
            problems += reader.problems.map { "\($0.source) does not fit: \($0.message)" }
            return ValueKey(name: name, shape: shape, presence: .defaulted(value))
        }
    }

    private mutating func integers(_ schema: JSON, at path: String) -> ClosedRange<Int64> {
        let (least, most) = (schema["minimum"].int64 ?? .min, schema["maximum"].int64 ?? .max)
        guard least <= most else {
            problems.append("\(path).minimum is greater than its maximum")
            return Int64.min...Int64.max
        }
        return least...most
    }

    private mutating func numbers(_ schema: JSON, at path: String) -> ClosedRange<Double> {
        let (least, most) = (schema["minimum"].double ?? -.infinity, schema["maximum"].double ?? .infinity)
        guard least <= most else {
            problems.append("\(path).minimum is greater than its maximum")
            return -.infinity ... .infinity
        }
        return least...most
    }

    private mutating func text(_ schema: JSON, at path: String) -> ValueShape {
        if let words = schema["enum"].optional {
            guard let words = words.array?.map(\.string), !words.isEmpty, !words.contains(nil) else {
                problems.append("\(path).enum must be a list of words")
                return .any
            }
            return .choice(words.compactMap(\.self))
        }
        if let format = schema["format"].string {
            if let rule = Self.formats[format] { return .text(rule) }
            let hint = Suggestion.nearest(to: format, among: Self.formats.keys.sorted()).map { "; did you mean '\($0)'?" } ?? ""
            problems.append(
                "\(path).format is '\(format)', which is not one of \(Self.formats.keys.sorted().joined(separator: ", "))\(hint)")
        }
        let (least, most) = (schema["minLength"].int ?? 0, schema["maxLength"].int ?? .max)
        if least == 0, most == .max { return .text(.anything) }
        if least == 1, most == .max { return .text(.nonEmpty) }
        let limits = most == .max ? "at least \(least)" : least == 0 ? "at most \(most)" : "\(least) to \(most)"
        return .text(
            TextRule("text", remedy: "write \(limits) characters") { text in
                (least...max(least, most)).contains(text.count) ? nil : "expected text of \(limits) characters, found \(text.count)"
            })
    }

    private mutating func shorthand(_ shape: ValueShape, _ schema: JSON, at path: String) -> ValueShape {
        guard let short = schema["x-shorthand"].optional else { return shape }
        switch (shape, short.string) {
        case (.object(let keys, _), let name?) where keys.contains { $0.name == name }:
            return .shorthand(shape) { [name: .string($0)] }
        case (.list, "comma"): return .shorthand(shape, Self.partsBetweenCommas)
        default:
            problems.append("\(path).x-shorthand must be 'comma' in a list, and name a property in an object")
            return shape
        }
    }

    /// `ci/build, legal/cla` as a list of texts.
    @Sendable private static func partsBetweenCommas(_ text: String) -> JSON {
        .array(
            text.split(separator: ",").map { part in
                .string(part.split(whereSeparator: \.isWhitespace).joined(separator: " "))
            })
    }
}

extension JSON {
    /// The value, nil where it is missing or null.
    fileprivate var optional: JSON? {
        // `nil` alone would be the JSON value null.
        isNull ? JSON?.none : self
    }
}
