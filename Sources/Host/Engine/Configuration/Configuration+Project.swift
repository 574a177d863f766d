package import PluginAPI

extension Configuration {
    /// Repositories that are staged together on a common list of branches.
    package struct Project: Sendable, Hashable, Decodable {
        /// The project's name.
        package let name: String
        /// The word that introduces commands.
        package let botName: String
        /// Whether anything is staged at all.
        package let active: Bool
        /// Which identities act for the project.
        package let identities: Identities
        /// The most batches in a staging.
        package let batchLimit: Int
        /// How long a staging may run, in minutes.
        package let ciTimeoutMinutes: Int
        /// How many first-parent commits behind the target a head may be; 0 is any.
        package let latenessLimit: Int
        /// Whether stagings are made.
        package let stagingEnabled: Bool
        /// What is staged first: `default`, `largest`, `ready`.
        package let stagingPriority: String
        /// Whose statuses count for stagings: `forge`, `api`.
        package let stagingStatuses: String
        /// Whether repositories without a change get a commit of their own in stagings.
        package let uniquifier: Bool
        /// How long after a change of the head an approval is refused, in seconds.
        package let approvalSettleSeconds: Int
        /// What to show after a freeze.
        package let freezeReminder: String
        /// How changes travel to later branches.
        package let forwardPort: ForwardPort
        /// The branches, newest first.
        package let branches: [Branch]
        /// The repositories in landing order.
        package internal(set) var repositories: [Repository]
        /// The project's entry of the document, for the mirror and the plugins.
        package internal(set) var settings: JSON = .null

        private enum CodingKeys: String, CodingKey {
            case name, botName, active, identities, batchLimit, ciTimeoutMinutes, latenessLimit, stagingEnabled
            case stagingPriority, stagingStatuses, uniquifier, approvalSettleSeconds, freezeReminder, forwardPort
            case branches, repositories
        }

        /// Which identities act for a project.
        package struct Identities: Sendable, Hashable, Codable {
            /// Who comments, stages and lands.
            package let merge: String
            /// Who makes forward ports.
            package let forwardport: String
        }

        /// How changes travel to later branches.
        package struct ForwardPort: Sendable, Hashable, Codable {
            /// Whether ports are made.
            package let enabled: Bool
            /// What the titles of ports begin with.
            package let titlePrefix: String
            /// The identity that comments on ports.
            package let feedbackIdentity: String
            /// Whether ports of batches with default priority wait for others.
            package let nice: Bool
            /// Whether the author of the source may approve all ancestors.
            package let sourceAuthorApprovesAll: Bool
        }
    }

    /// A branch of a project.
    package struct Branch: Sendable, Hashable, Codable {
        /// Its name, without `refs/heads/`.
        package let name: String
        /// Whether it still takes changes.
        package let active: Bool
        /// Whether stagings are made for it.
        package let stagingEnabled: Bool
    }

    /// A repository of a project.
    package struct Repository: Sendable, Hashable, Decodable {
        /// `owner/name`.
        package let name: String
        /// Where ports are pushed, `owner/name`; `nil` if it has none.
        package let fork: String?
        /// The branches on which the repository exists.
        package let branches: BranchFilter
        /// Whether freezes include it.
        package let freeze: Bool
        /// Who sees its pages: `public`, `members`.
        package let visibility: String
        /// Rules for labels, in order.
        package let labelSubstitutions: [LabelSubstitution]
        /// The statuses that count.
        package let requiredStatuses: [RequiredStatus]
        /// The repository's entry of the document, for the mirror.
        package internal(set) var settings: JSON = .null

        private enum CodingKeys: String, CodingKey {
            case name, fork, branches, freeze, visibility, labelSubstitutions, requiredStatuses
        }
    }

    /// A status that a pull request or a staging needs.
    package struct RequiredStatus: Sendable, Hashable, Codable {
        /// What a failure means for a pull request.
        package enum Requirement: String, Sendable, Codable {
            /// It must exist and be a success.
            case required
            /// It must not be a failure.
            case optional
            /// It does not matter.
            case ignored
        }
        /// The status's context, or the check run's name.
        package let context: String
        /// The target branches for which it counts.
        package let branches: BranchFilter
        /// What it means for pull requests.
        package let pullRequests: Requirement
        /// Whether stagings need it.
        package let stagings: Bool
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
