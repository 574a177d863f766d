import PluginAPI

/// What differs between a pull request as it is known and as the forge has it: an event was missed.
struct MissedUpdate: Hashable, Sendable {
    struct Version: Hashable, Sendable {
        var head: String
        var target: String
        var message: String
        var isDraft: Bool
        var isOpen: Bool
    }

    struct Difference: Hashable, Sendable {
        let property: String
        let known: String
        let found: String
    }

    let differences: [Difference]

    /// `nil` if nothing that can be compared differs.
    init?(known: Version, found: Version) {
        // The mirror and the forge write the same message differently, such as with other ends of lines.
        let messages = (NormalForm.text(known.message), NormalForm.text(found.message))
        let pairs = [
            ("head", known.head, found.head), ("target", known.target, found.target), ("message", messages.0, messages.1),
            ("draft", Self.word(known.isDraft), Self.word(found.isDraft)), ("open", Self.word(known.isOpen), Self.word(found.isOpen)),
        ]
        differences = pairs.filter { $0.1 != $0.2 }.map { Difference(property: $0.0, known: $0.1, found: $0.2) }
        if differences.isEmpty { return nil }
    }

    var properties: String {
        Listing.text(differences.map(\.property))
    }

    /// Old and new lines, as a diff.
    var text: String {
        differences.flatMap { ["  \($0.property):"] + Self.lines("-", $0.known) + Self.lines("+", $0.found) }.joined(separator: "\n")
    }

    private static func lines(_ sign: String, _ text: String) -> [String] {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { "\(sign) \($0)" }
    }

    private static func word(_ value: Bool) -> String { value ? "yes" : "no" }
}
