import PluginAPI

/// What a value of the configuration looks like. The whole file is one such value, described in
/// `ConfigurationSchema`.
indirect enum ConfigurationShape: Sendable {
    /// `true` or `false`.
    case flag
    /// A whole number in a range.
    case number(ClosedRange<Int64>)
    /// Text that follows a rule.
    case text(TextRule)
    /// One of these words.
    case choice([String])
    /// `null` or the shape.
    case optional(ConfigurationShape)
    /// A list; two elements with the same value under `unique` are an error, and the key names an element when
    /// documents are merged. `folded` ignores case in that.
    case list(ConfigurationShape, unique: String? = nil, folded: Bool = false)
    /// A table whose keys are names that follow a rule.
    case table(TextRule, ConfigurationShape)
    /// A table with known keys.
    case object([ConfigurationKey])
    /// A table whose keys somebody else knows.
    case free
    /// The shape, or text from which a value of that shape is made.
    case shorthand(ConfigurationShape, @Sendable (String) -> JSON)

    /// The shape without what may stand in its place.
    var unwrapped: ConfigurationShape {
        switch self {
        case .optional(let shape), .shorthand(let shape, _): shape.unwrapped
        default: self
        }
    }

    /// What is expected, in words.
    var noun: String {
        switch self {
        case .flag: "true or false"
        case .number(let range):
            range.upperBound == .max
                ? "a whole number of at least \(range.lowerBound)"
                : "a whole number from \(range.lowerBound) to \(range.upperBound)"
        case .text(let rule): rule.noun
        case .choice(let words): words.dropLast().joined(separator: ", ") + " or " + (words.last ?? "")
        case .optional(let shape): shape.noun + " or null"
        case .list: "a list"
        case .table, .object, .free: "a table of keys"
        case .shorthand(let shape, _): shape.noun + " or text"
        }
    }
}

/// What text of one kind has to look like.
struct TextRule: Sendable {
    /// What it is, with its article.
    var noun: String
    /// What to write instead of something that does not follow the rule.
    var remedy: String
    /// Whether the text follows the rule; otherwise the words to put after the place.
    var problem: @Sendable (String) -> String?

    /// A rule with a plain test.
    init(_ noun: String, remedy: String, where test: @escaping @Sendable (String) -> Bool) {
        self.noun = noun
        self.remedy = remedy
        problem = { test($0) ? nil : "expected \(noun), found `\($0)`" }
    }

    /// A rule that says itself what is wrong.
    init(_ noun: String, remedy: String, problem: @escaping @Sendable (String) -> String?) {
        self.noun = noun
        self.remedy = remedy
        self.problem = problem
    }
}

/// One key of a table: its name, what belongs there, and who may see it.
struct ConfigurationKey: Sendable {
    /// What it means when the key is missing.
    enum Presence: Sendable {
        /// It is an error.
        case required
        /// The value is taken as if it had been written.
        case defaulted(JSON)
    }

    /// Where the key may stand.
    enum Audience: Sendable {
        /// In the file, in requests and in the log.
        case everybody
        /// In the file only: it says something about this machine or where a secret is.
        case fileOnly
    }

    var name: String
    var shape: ConfigurationShape
    var presence: Presence
    var audience: Audience

    /// A key that has to be there.
    static func required(_ name: String, _ shape: ConfigurationShape) -> ConfigurationKey {
        ConfigurationKey(name: name, shape: shape, presence: .required, audience: .everybody)
    }

    /// A key with a default.
    static func key(
        _ name: String, _ shape: ConfigurationShape, default value: JSON, _ audience: Audience = .everybody
    ) -> ConfigurationKey {
        ConfigurationKey(name: name, shape: shape, presence: .defaulted(value), audience: audience)
    }
}
