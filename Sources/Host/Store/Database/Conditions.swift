internal import GRDB

/// The conditions of a list: only those that have a value, so that SQLite can use an index for them. A condition of the
/// form `? IS NULL OR column = ?` would make it scan the whole table.
struct Conditions {
    private var texts: [String] = []
    private(set) var arguments = StatementArguments()

    /// Adds a condition with one `?`, if there is a value for it.
    mutating func add(_ text: String, _ value: (some DatabaseValueConvertible)?) {
        guard let value else { return }
        texts.append(text)
        arguments += [value]
    }

    /// What comes after `WHERE`.
    var sql: String { texts.isEmpty ? "1" : texts.joined(separator: " AND ") }
}
