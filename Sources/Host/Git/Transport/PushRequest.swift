/// One reference to move on a forge.
package struct PushUpdate: Hashable, Sendable, Codable {
    /// Full name, such as `refs/heads/staging.main`.
    package var reference: String
    /// What it shall name; nil deletes it.
    package var id: ObjectID?
    /// What it must name now; nil for anything, ``ObjectID/zero`` for "must not exist".
    package var expected: ObjectID?
    /// Whether the new commit need not descend from the old one.
    package var force: Bool

    private enum CodingKeys: String, CodingKey {
        case reference = "ref"
        case id = "sha"
        case expected, force
    }

    package init(reference: String, id: ObjectID?, expected: ObjectID? = nil, force: Bool = false) {
        self.reference = reference
        self.id = id
        self.expected = expected
        self.force = force
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            reference: try container.decode(String.self, forKey: .reference),
            id: try container.decodeIfPresent(ObjectID.self, forKey: .id),
            expected: try container.decodeIfPresent(ObjectID.self, forKey: .expected),
            force: try container.decodeIfPresent(Bool.self, forKey: .force) ?? false)
    }
}

/// How a push ended. All references moved, or none.
package enum PushOutcome: Hashable, Sendable {
    case pushed
    /// The reference does not name what was expected; read it before deciding anew.
    case stale(reference: String, message: String)
    /// The new commit does not descend from the old one, and force was not asked for.
    case notFastForward(reference: String, message: String)
    /// The forge does not want it: a protected branch, a hook. The text is the forge's own.
    case refused(reference: String, message: String)
}
