import PluginAPI

/// The shape of a configuration value. The whole file is one such value, described in
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
    /// A list; two elements with the same value of the key `unique` are an error, and that key identifies an element when
    /// documents are merged. `folded` ignores case in that comparison.
    case list(ConfigurationShape, unique: String? = nil, folded: Bool = false)
    /// A table whose keys are names that follow a rule.
    case table(TextRule, ConfigurationShape)
    /// A table with known keys.
    case object([ConfigurationKey])
    /// A table whose keys are not known here.
    case free
    /// The shape, or text from which a value of that shape is parsed.
    case shorthand(ConfigurationShape, @Sendable (String) -> JSON)

    /// The shape without the forms that may stand in for it.
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

/// The rule for one kind of text.
struct TextRule: Sendable {
    /// What it is, with its article.
    var noun: String
    /// What to write instead of text that breaks the rule.
    var remedy: String
    /// Nil if the text follows the rule; otherwise the words to put after the place.
    var problem: @Sendable (String) -> String?

    /// A rule with a plain test.
    init(_ noun: String, remedy: String, where test: @escaping @Sendable (String) -> Bool) {
        self.noun = noun
        self.remedy = remedy
        problem = { test($0) ? nil : "expected \(noun), found `\($0)`" }
    }

    /// A rule that words its own problem.
    init(_ noun: String, remedy: String, problem: @escaping @Sendable (String) -> String?) {
        self.noun = noun
        self.remedy = remedy
        self.problem = problem
    }
}

/// One key of a table: its name, its shape, and where it may appear.
struct ConfigurationKey: Sendable {
    /// What a missing key means.
    enum Presence: Sendable {
        /// It is an error.
        case required
        /// This value is used, as if it had been written.
        case defaulted(JSON)
    }

    /// Where the key may appear.
    enum Audience: Sendable {
        /// In the file, in requests and in the log.
        case everybody
        /// In the file only: it concerns this machine or says where a secret is.
        case fileOnly
    }

    var name: String
    var shape: ConfigurationShape
    var presence: Presence
    var audience: Audience

    /// A required key.
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
