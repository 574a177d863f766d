/// Who wrote or committed something, as git writes it.
struct Signature: Hashable, Comparable, Sendable {
    var name: String
    var email: String

    /// `Name <mail>`.
    var formatted: String { "\(name) <\(email)>" }

    static func < (left: Self, right: Self) -> Bool {
        left.formatted < right.formatted
    }
}
