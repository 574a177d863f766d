/// A timer of a plugin.
public struct TimerDeclaration: Sendable, Hashable, Codable {
    /// Name, unique in the plugin.
    public var name: String
    /// Of timers that are due at the same time, the lower sequence runs first.
    public var sequence: Int
    /// Seconds between runs; nil: only when ``Host/setTimer(_:at:)`` asked.
    public var periodSeconds: Int?

    /// Makes a timer.
    public init(_ name: String, sequence: Int = 100, periodSeconds: Int? = nil) {
        self.name = name
        self.sequence = sequence
        self.periodSeconds = periodSeconds
    }
}

/// A command that people write to the bot.
public struct CommandDeclaration: Sendable, Hashable {
    /// Identity, unique in the plugin.
    public var id: String
    /// Ways to write it: tokens separated by blanks; literals, `<name:int|word|login|string>`, `,...` after a placeholder for
    /// a comma list, `!...` for one or more exclamation marks.
    public var patterns: [String]
    /// Roles of which one is needed; empty: anyone.
    public var roles: [String]
    /// What it does: a row of the help.
    public var summary: String
    /// How it is written, as the help shows it.
    public var usage: String
    /// True if the help leaves it out.
    public var hidden: Bool

    /// Makes a command; without usage, the help shows the first pattern.
    public init(
        _ id: String, patterns: [String], roles: [String] = [], summary: String = "", usage: String? = nil,
        hidden: Bool = false
    ) {
        self.id = id
        self.patterns = patterns
        self.roles = roles
        self.summary = summary
        self.usage = usage ?? patterns.first ?? id
        self.hidden = hidden
    }
}

extension CommandDeclaration: Codable {
    /// Decodes a command; everything but `id` and `patterns` may be left out.
    public init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            try members.decode(String.self, forKey: .id), patterns: try members.decode([String].self, forKey: .patterns),
            roles: try members.decodeIfPresent([String].self, forKey: .roles) ?? [],
            summary: try members.decodeIfPresent(String.self, forKey: .summary) ?? "",
            usage: try members.decodeIfPresent(String.self, forKey: .usage),
            hidden: try members.decodeIfPresent(Bool.self, forKey: .hidden) ?? false)
    }
}

/// A message of the catalogue.
public struct MessageTemplate: Sendable, Hashable, Codable {
    /// Code, unique in the plugin: `merge_failed`.
    public var code: String
    /// Text with `{name}` placeholders; one whose name ends in `ping` may mention people.
    public var text: String

    /// Makes a message.
    public init(_ code: String, _ text: String) {
        self.code = code
        self.text = text
    }
}

/// A service and its version, written `queue/1`.
public struct ServiceID: Sendable, Hashable {
    /// Name without version.
    public var name: String
    /// Version, from 1.
    public var version: Int

    /// Makes an identity.
    public init(_ name: String, version: Int) {
        self.name = name
        self.version = version
    }
}

extension ServiceID: LosslessStringConvertible, ExpressibleByStringLiteral {
    /// Reads `queue/1`; nil for anything else.
    public init?(_ description: String) {
        let parts = description.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, let version = Int(parts[1]), version > 0 else { return nil }
        self.init(String(parts[0]), version: version)
    }

    /// Reads `queue/1`; without a number the version is 1.
    public init(stringLiteral value: String) {
        self = ServiceID(value) ?? ServiceID(value, version: 1)
    }

    /// `queue/1`.
    public var description: String { "\(name)/\(version)" }
}

extension ServiceID: Codable {
    /// Decodes `queue/1`.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let value = ServiceID(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "'\(text)' is not a service; write name/1")
        }
        self = value
    }

    /// Encodes `queue/1`.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
