extension Configuration {
    /// Somebody with a login on the forge, and what they may do.
    package struct Person: Sendable, Hashable, Codable {
        /// The login; case is ignored.
        package let login: String
        /// The name for commits; the login if none was given.
        package let name: String
        /// The e-mail address for commits.
        package let email: String?
        /// Whether they have the operator's rights.
        package let `operator`: Bool
        /// Where they may approve.
        package let review: [ReviewRight]
        /// Which statuses they may override.
        package let overrides: [OverrideRight]
    }

    /// The right to approve in one repository.
    package struct ReviewRight: Sendable, Hashable, Codable {
        /// `owner/name`.
        package let repository: String
        /// Whether they may approve what others wrote.
        package let review: Bool
        /// Whether they may approve what they wrote.
        package let selfReview: Bool
    }

    /// The right to override one status.
    package struct OverrideRight: Sendable, Hashable, Codable {
        /// The status's context.
        package let context: String
        /// `owner/name`; `nil` is every repository.
        package let repository: String?
    }
}
