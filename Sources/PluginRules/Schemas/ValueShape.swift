package import Contract

/// What a value of a document looks like: the host's own keys of the configuration are written as such values, what plugins declare is
/// read from their JSON Schemas.
package indirect enum ValueShape: Sendable {
    /// `true` or `false`.
    case flag
    /// A whole number in a range.
    case number(ClosedRange<Int64>)
    /// Any number in a range.
    case decimal(ClosedRange<Double>)
    /// Text that follows a rule.
    case text(TextRule)
    /// One of these words.
    case choice([String])
    /// `null` or the shape.
    case optional(ValueShape)
    /// A list; two elements with the same values under all keys of `unique` are an error. `folded` ignores case in that.
    case list(ValueShape, unique: [String] = [], folded: Bool = false)
    /// A table whose keys are names that follow a rule.
    case table(TextRule, ValueShape)
    /// A table with known keys. Other keys are errors in a closed one, and are taken as they are in an open one.
    case object([ValueKey], isOpen: Bool = false)
    /// A table whose keys somebody else knows.
    case free
    /// A table whose shape depends on the text under a key: one of these, or else the last one.
    case variant(String, [String: ValueShape], otherwise: ValueShape)
    /// Anything.
    case any
    /// The shape, or text from which a value of that shape is made.
    case shorthand(ValueShape, @Sendable (String) -> JSON)

    /// The shape without what may stand in its place.
    var unwrapped: ValueShape {
        switch self {
        case .optional(let shape), .shorthand(let shape, _), .variant(_, _, let shape): shape.unwrapped
        default: self
        }
    }

    /// What is expected, in words.
    var noun: String {
        switch self {
        case .flag: "true or false"
        case .number(let range): "a whole number\(Self.limits(range, lowest: .min, highest: .max))"
        case .decimal(let range): "a number\(Self.limits(range, lowest: -.infinity, highest: .infinity))"
        case .text(let rule): rule.noun
        case .choice(let words) where words.count == 1: words.joined()
        case .choice(let words): words.dropLast().joined(separator: ", ") + " or " + (words.last ?? "")
        case .optional(let shape): shape.noun + " or null"
        case .list: "a list"
        case .table, .object, .free, .variant: "a table of keys"
        case .any: "a value"
        case .shorthand(let shape, _): shape.noun + " or text"
        }
    }

    private static func limits<Number: Comparable>(_ range: ClosedRange<Number>, lowest: Number, highest: Number) -> String {
        switch (range.lowerBound == lowest, range.upperBound == highest) {
        case (true, true): ""
        case (false, true): " of at least \(range.lowerBound)"
        case (true, false): " of at most \(range.upperBound)"
        case (false, false): " from \(range.lowerBound) to \(range.upperBound)"
        }
    }
}

/// What text of one kind has to look like.
package struct TextRule: Sendable {
    /// What it is, with its article.
    package var noun: String
    /// What to write instead of something that does not follow the rule.
    package var remedy: String
    /// Whether the text follows the rule; otherwise the words to put after the place.
    package var problem: @Sendable (String) -> String?

    /// A rule with a plain test.
    package init(_ noun: String, remedy: String, where test: @escaping @Sendable (String) -> Bool) {
        self.noun = noun
        self.remedy = remedy
        problem = { test($0) ? nil : "expected \(noun), found `\($0)`" }
    }

    /// A rule that says itself what is wrong.
    package init(_ noun: String, remedy: String, problem: @escaping @Sendable (String) -> String?) {
        self.noun = noun
        self.remedy = remedy
        self.problem = problem
    }
}

/// One key of a table: its name, what belongs there, and who may see it.
package struct ValueKey: Sendable {
    /// What it means when the key is missing.
    package enum Presence: Sendable {
        /// It is an error.
        case required
        /// The value is taken as if it had been written.
        case defaulted(JSON)
        /// It stays missing.
        case optional
    }

    /// Where the key may stand.
    package enum Audience: Sendable {
        /// In the file, in requests and in the log.
        case everybody
        /// In the file only: it says something about this machine or where a secret is.
        case fileOnly
    }

    /// The name.
    package var name: String
    /// What belongs there.
    package var shape: ValueShape
    /// What it means when the key is missing.
    package var presence: Presence
    /// Where the key may stand.
    package var audience: Audience

    /// Makes a key.
    package init(name: String, shape: ValueShape, presence: Presence, audience: Audience = .everybody) {
        self.name = name
        self.shape = shape
        self.presence = presence
        self.audience = audience
    }

    /// A key that has to be there.
    package static func required(_ name: String, _ shape: ValueShape) -> ValueKey {
        ValueKey(name: name, shape: shape, presence: .required)
    }

    /// A key with a default.
    package static func key(
        _ name: String, _ shape: ValueShape, default value: JSON, _ audience: Audience = .everybody
    ) -> ValueKey {
        ValueKey(name: name, shape: shape, presence: .defaulted(value), audience: audience)
    }
}
