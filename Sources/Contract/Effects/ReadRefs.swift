/// Reads where refs are on the forge.
public struct ReadRefs: EffectRequest {
    /// What came of it.
    public struct Result: Codable, Sendable, Hashable {
        /// By name; nil where there is no such ref.
        public var refs: [String: ObjectID?]

        /// Makes a result.
        public init(refs: [String: ObjectID?]) {
            self.refs = refs
        }
    }

    /// The row of the registry.
    public static let kind = EffectKind(
        "read_refs", ReadRefs.self, summary: "reads refs", subject: .repository, performer: .git,
        recovery: .repeatable, canBeRetried: false, grant: "inspect", payload: "{refs: […]}", result: "{refs: {ref: sha or null}}")

    /// Full names: `refs/heads/main`.
    public var refs: [String]

    /// Makes a request.
    public init(refs: [String]) {
        self.refs = refs
    }
}
