/// Deletes a ref; one that is gone counts as done.
public struct DeleteRef: EffectRequest {
    /// Answers nothing.
    public typealias Result = NoResult

    /// The row of the registry.
    public static let kind = EffectKind(
        "delete_ref", DeleteRef.self, summary: "deletes a ref", subject: .repository, performer: .forge,
        recovery: .repeatable, canBeRetried: true, payload: "{ref, expected?}", result: "{}")

    /// Full name: `refs/heads/…`.
    public var ref: String
    /// Only if it is there; nil: wherever it is.
    public var expected: ObjectID?

    /// Makes a request.
    public init(ref: String, expected: ObjectID? = nil) {
        self.ref = ref
        self.expected = expected
    }
}
