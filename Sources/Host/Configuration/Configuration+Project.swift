package import Contract

extension Configuration {
    /// Repositories that share a list of branches. What plugins want to know of a project is in the document.
    package struct Project: Sendable, Hashable, Decodable {
        /// The project's name.
        package let name: String
        /// The word that introduces commands.
        package let botName: String
        /// Whether plugins do anything for it.
        package let active: Bool
        /// The identity under which the host itself reads and answers; `nil` only while not all plugins are known.
        package let identity: String?
        /// Which identity stands for a name that plugins ask for.
        package let identities: [String: String]
        /// The branches, newest first.
        package let branches: [Branch]
        /// The repositories in their order.
        package let repositories: [Repository]
    }

    /// A branch of a project.
    package struct Branch: Sendable, Hashable, Codable {
        /// Its name, without `refs/heads/`.
        package let name: String
        /// Whether it still takes changes.
        package let active: Bool
    }

    /// A repository of a project.
    package struct Repository: Sendable, Hashable, Decodable {
        /// `owner/name`.
        package let name: String
        /// The branches on which the repository exists.
        package let branches: BranchFilter
        /// Who sees its pages: `public`, `members`.
        package let visibility: String
        /// Rules for labels, in order.
        package let labelSubstitutions: [LabelSubstitution]
    }
}

extension LabelSubstitution: Codable {
    /// Reads a rule from its text.
    package init(from decoder: any Decoder) throws {
        try self.init(decoder.singleValueContainer().decode(String.self))
    }

    /// Writes the rule's text.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}
