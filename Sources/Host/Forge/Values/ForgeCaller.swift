/// The name of a credential, as the configuration gives it.
package struct IdentityName: Sendable, Hashable, RawRepresentable, ExpressibleByStringLiteral, CustomStringConvertible {
    /// The name.
    package let rawValue: String

    package init(rawValue: String) { self.rawValue = rawValue }
    package init(stringLiteral value: String) { rawValue = value }
    package var description: String { rawValue }
}

/// How urgent a call is; the more urgent first where the forge limits how many there may be.
package enum ForgePriority: Int, Sendable, Comparable, CaseIterable {
    /// Something that a staging or a landing waits for.
    case landing
    /// Something that a person waits for.
    case comments
    /// Looking for what was missed.
    case reconciliation

    package static func < (left: ForgePriority, right: ForgePriority) -> Bool { left.rawValue < right.rawValue }
}

/// On whose behalf a call is made, and how urgent it is.
package struct ForgeCaller: Sendable, Hashable {
    /// Whose credential is used.
    package let identity: IdentityName
    /// How urgent the call is.
    package let priority: ForgePriority

    /// Makes a caller.
    package init(_ identity: IdentityName, _ priority: ForgePriority = .comments) {
        self.identity = identity
        self.priority = priority
    }
}
