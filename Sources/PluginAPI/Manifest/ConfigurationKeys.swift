/// The keys that a plugin adds to the configuration file, beside the host's own, by where they stand.
///
/// The host checks what is written against the schemas, fills in defaults, and puts the values into `settings` of the mirror's tables
/// `projects`, `branches`, `repositories` and `people`. Two plugins that claim one key are not loaded together.
public struct ConfigurationKeys: Sendable, Hashable {
    /// JSON Schemas of the keys below a project, by the name of the key.
    public var project: [String: JSON]
    /// JSON Schemas of the keys of a branch of a project.
    public var branch: [String: JSON]
    /// JSON Schemas of the keys of a repository of a project.
    public var repository: [String: JSON]
    /// JSON Schemas of the keys of a person.
    public var person: [String: JSON]

    /// Makes the keys from typed ones.
    public init(
        project: [any DeclaredKey] = [], branch: [any DeclaredKey] = [], repository: [any DeclaredKey] = [], person: [any DeclaredKey] = []
    ) {
        func schemas(_ keys: [any DeclaredKey]) -> [String: JSON] {
            Dictionary(keys.map { ($0.name, $0.schema) }, uniquingKeysWith: { first, _ in first })
        }
        self.project = schemas(project)
        self.branch = schemas(branch)
        self.repository = schemas(repository)
        self.person = schemas(person)
    }
}

extension ConfigurationKeys: Codable {
    private enum CodingKeys: String, CodingKey {
        case project, branch, repository, person
    }

    /// Decodes the keys; a place without any may be left out.
    public init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        func schemas(_ key: CodingKeys) throws -> [String: JSON] { try members.decodeIfPresent([String: JSON].self, forKey: key) ?? [:] }
        self.init()
        project = try schemas(.project)
        branch = try schemas(.branch)
        repository = try schemas(.repository)
        person = try schemas(.person)
    }
}

/// A key of the configuration with its schema, whatever its type.
public protocol DeclaredKey: Sendable {
    /// How it is written in the file: `batch_limit`.
    var name: String { get }
    /// JSON Schema of its value, with the default.
    var schema: JSON { get }
}

/// A key that a plugin adds to the configuration: it is declared in ``ConfigurationKeys`` and read from `settings`.
///
/// ```swift
/// let greetingLimit = ConfigurationKey.integer("greeting_limit", atLeast: 0, default: 3, "Greetings per person.")
/// Manifest(…, configurationKeys: ConfigurationKeys(project: [greetingLimit]))
/// let limit = settings[greetingLimit]
/// ```
public struct ConfigurationKey<Value: Codable & Sendable>: DeclaredKey {
    /// How it is written in the file.
    public let name: String
    /// JSON Schema of its value, with the default and the description.
    public let schema: JSON
    /// The value where nothing is written.
    public let fallback: Value

    /// Makes a key with a schema of its own; `default` and `description` of the schema are filled in.
    ///
    /// - Parameter fallback: the value where nothing is written; it must fit the schema.
    public init(_ name: String, _ schema: JSON, default fallback: Value, _ description: String) {
        self.name = name
        self.fallback = fallback
        var schema = schema
        schema["description"] = .string(description)
        if let value = try? JSON(encoding: fallback) { schema["default"] = value }
        self.schema = schema
    }
}

extension ConfigurationKey where Value == Bool {
    /// `true` or `false`.
    public static func flag(_ name: String, default fallback: Bool, _ description: String) -> Self {
        Self(name, ["type": "boolean"], default: fallback, description)
    }
}

extension ConfigurationKey where Value == Int {
    /// A whole number.
    public static func integer(_ name: String, atLeast least: Int, default fallback: Int, _ description: String) -> Self {
        Self(name, ["type": "integer", "minimum": .int(Int64(least))], default: fallback, description)
    }
}

extension ConfigurationKey where Value == String {
    /// Text.
    public static func text(_ name: String, default fallback: String, _ description: String) -> Self {
        Self(name, ["type": "string"], default: fallback, description)
    }
}

extension ConfigurationKey where Value: CaseIterable & RawRepresentable<String> {
    /// One of the words of an enumeration.
    public static func choice(_ name: String, default fallback: Value, _ description: String) -> Self {
        Self(name, ["type": "string", "enum": .array(Value.allCases.map { .string($0.rawValue) })], default: fallback, description)
    }
}

extension JSON {
    /// The value of a key in `settings`, or its default.
    public subscript<Value>(key: ConfigurationKey<Value>) -> Value {
        let value = self[key.name]
        return value.isNull ? key.fallback : (try? value.decode(as: Value.self)) ?? key.fallback
    }
}
