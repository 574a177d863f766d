package import Contract

/// The configuration of a host: everything in the file, checked, with defaults filled in.
///
/// A value of this type is always consistent: references lead somewhere, names are unique. It is made by
/// `ConfigurationLoader`.
package struct Configuration: Sendable, Hashable, Decodable {
    /// Where the web server listens; `nil` in a configuration that was read from the log.
    package let listen: ListenAddress?
    /// The base of absolute links, without a slash at its end; `nil` means `http://` and the listening address.
    package let publicURL: String?
    /// The folder for everything that is kept, as written; `nil` in a configuration that was read from the log.
    package let data: String?
    /// Whether sources without a secret are allowed when others can reach the listener.
    package let insecure: Bool
    /// How the host logs.
    package let log: Log
    /// The forge and its addresses.
    package let forge: Forge
    /// Credentials by name.
    package let identities: [String: Identity]
    /// Which plugins are loaded, and what they may do.
    package let plugins: Plugins
    /// Who may send webhooks.
    package let sources: [Source]
    /// The projects in the order of the file.
    package let projects: [Project]
    /// The people and their rights.
    package let people: [Person]

    /// The configuration as a document for the log (`config.applied`) and the API: with all defaults, without what
    /// concerns only this machine (listen, data, where secrets are). Equal configurations give equal bytes.
    package internal(set) var document: JSON = .null

    /// How the host logs.
    package struct Log: Sendable, Hashable, Decodable {
        /// For people or for machines.
        package enum Format: String, Sendable, Decodable {
            /// One line of text per message.
            case human
            /// One JSON document per message.
            case json
        }
        /// For people or for machines.
        package let format: Format
        /// The least severe level that is written: trace, debug, info, notice, warning, error, critical.
        package let level: String
    }

    /// The forge and its addresses, without trailing slashes; nil: the forge's own.
    package struct Forge: Sendable, Hashable, Decodable {
        /// Which forge it is; nil: the first built-in one.
        package let kind: String?
        /// Base of the REST API.
        package let apiURL: String?
        /// Address of the GraphQL API.
        package let graphqlURL: String?
        /// Base of repository URLs for git.
        package let gitURL: String?
        /// Base of the pages for people.
        package let webURL: String?
        /// How often the mirror is compared with the forge, in seconds; 0: never.
        package let reconcileSeconds: Int
    }

    private enum CodingKeys: String, CodingKey {
        case listen, publicURL, data, insecure, log, forge, identities, plugins, sources, projects, people
    }

    /// Decodes a document that was read and checked.
    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        listen = try values.decodeIfPresent(String.self, forKey: .listen).flatMap(ListenAddress.init)
        publicURL = try values.decodeIfPresent(String.self, forKey: .publicURL)
        data = try values.decodeIfPresent(String.self, forKey: .data)
        insecure = try values.decode(Bool.self, forKey: .insecure)
        log = try values.decode(Log.self, forKey: .log)
        forge = try values.decode(Forge.self, forKey: .forge)
        identities = try values.decode([String: Identity].self, forKey: .identities)
        plugins = try values.decode(Plugins.self, forKey: .plugins)
        sources = try values.decode([Source].self, forKey: .sources)
        projects = try values.decode([Project].self, forKey: .projects)
        people = try values.decode([Person].self, forKey: .people)
    }
}
