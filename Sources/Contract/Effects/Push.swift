/// Moves refs of one repository on the forge: all of them, or none.
public struct Push: EffectRequest {
    /// Where the refs are now.
    public struct Result: Codable, Sendable, Hashable {
        /// A ref that moved.
        public struct Moved: Codable, Sendable, Hashable {
            /// Full name.
            public var reference: String
            /// What it names now; nil: it is deleted.
            public var id: ObjectID?

            private enum CodingKeys: String, CodingKey {
                case reference = "ref"
                case id = "sha"
            }

            /// Makes a moved ref.
            public init(reference: String, id: ObjectID?) {
                self.reference = reference
                self.id = id
            }
        }

        /// In the order of the request.
        public var updates: [Moved]

        /// Makes a result.
        public init(updates: [Moved]) { self.updates = updates }
    }

    /// One ref to move.
    public struct Update: Codable, Sendable, Hashable {
        /// Full name, such as `refs/heads/staging.main`.
        public var reference: String
        /// What it shall name; nil deletes it.
        public var id: ObjectID?
        /// What it must name now; nil for anything, ``ObjectID/zero`` for "must not exist".
        public var expected: ObjectID?
        /// Whether the new commit need not descend from the old one.
        public var force: Bool

        private enum CodingKeys: String, CodingKey {
            case reference = "ref"
            case id = "sha"
            case expected, force
        }

        /// Makes an update.
        public init(reference: String, id: ObjectID?, expected: ObjectID? = nil, force: Bool = false) {
            self.reference = reference
            self.id = id
            self.expected = expected
            self.force = force
        }

        /// Decodes an update; it is not forced unless it says so.
        public init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            self.init(
                reference: try container.decode(String.self, forKey: .reference),
                id: try container.decodeIfPresent(ObjectID.self, forKey: .id),
                expected: try container.decodeIfPresent(ObjectID.self, forKey: .expected),
                force: try container.decodeIfPresent(Bool.self, forKey: .force) ?? false)
        }
    }

    /// The row of the registry.
    public static let kind = EffectKind(
        "push", Push.self, summary: "moves refs, all or none", subject: .repository, performer: .git, recovery: .looksFirst,
        canBeRetried: false, payload: "{updates: [{ref, sha, expected, force}], keep?}", result: "{updates: [{ref, sha}]}")

    /// The refs to move.
    public var updates: [Update]
    /// Under this name what was fetched to compare is kept alive.
    public var keep: String?

    /// Makes a request.
    public init(updates: [Update], keep: String? = nil) {
        self.updates = updates
        self.keep = keep
    }
}
