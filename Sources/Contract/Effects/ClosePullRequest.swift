/// Closes a pull request, unless it was reopened since the request was made.
public struct ClosePullRequest: EffectRequest {
    /// What came of it.
    public struct Result: Codable, Sendable, Hashable {
        /// True if it was left open because somebody reopened it.
        public var reopened: Bool?

        /// Makes a result.
        public init(reopened: Bool? = nil) {
            self.reopened = reopened
        }
    }

    /// The row of the registry.
    public static let kind = EffectKind(
        "close", ClosePullRequest.self, summary: "closes a pull request, unless it was reopened since", subject: .pullRequest,
        performer: .forge,
        recovery: .looksFirst, canBeRetried: true, payload: "{known_at?}", result: "{reopened?}")

    /// When the pull request had last changed as far as was known, by the forge's clock; the host fills it in.
    public var knownAt: Timestamp?

    private enum CodingKeys: String, CodingKey {
        case knownAt = "known_at"
    }

    /// Makes a request.
    public init(knownAt: Timestamp? = nil) {
        self.knownAt = knownAt
    }
}
