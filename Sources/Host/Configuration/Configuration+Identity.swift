extension Configuration {
    /// A named credential, and the author of what is made with it.
    package struct Identity: Sendable, Hashable, Decodable {
        /// Where a credential is.
        package enum Credential: Sendable, Hashable {
            /// A file with a token, read each time it is needed.
            case tokenFile(String)
            /// An environment variable of the host with a token.
            case tokenEnvironment(String)
            /// An App's installation and the file with its private key.
            case app(id: Int64, installation: Int64, keyFile: String)
        }

        /// Name and address for commits.
        package struct Author: Sendable, Hashable, Codable {
            /// The name.
            package let name: String
            /// The e-mail address.
            package let email: String
        }

        /// Where the credential is; `nil` in a configuration that was read from the log or a request.
        package let credential: Credential?
        /// Who the author of commits is; `nil` asks the forge who owns the credential.
        package let gitAuthor: Author?

        private enum CodingKeys: String, CodingKey {
            case tokenFile, tokenEnv, app, gitAuthor
        }

        private struct App: Decodable {
            let id: Int64
            let installation: Int64
            let keyFile: String?
        }

        /// Decodes a checked identity.
        package init(from decoder: any Decoder) throws {
            let values = try decoder.container(keyedBy: CodingKeys.self)
            gitAuthor = try values.decodeIfPresent(Author.self, forKey: .gitAuthor)
            let app = try values.decodeIfPresent(App.self, forKey: .app)
            if let path = try values.decodeIfPresent(String.self, forKey: .tokenFile) {
                credential = .tokenFile(path)
            } else if let name = try values.decodeIfPresent(String.self, forKey: .tokenEnv) {
                credential = .tokenEnvironment(name)
            } else if let app, let keyFile = app.keyFile {
                credential = .app(id: app.id, installation: app.installation, keyFile: keyFile)
            } else {
                credential = nil
            }
        }
    }

    /// A repository, managed or not, whose forge may send webhooks.
    package struct Source: Sendable, Hashable, Decodable {
        /// `owner/name`.
        package let repository: String
        /// Files with the secrets that are valid now: several during a rotation. Empty in a configuration that was
        /// read from the log or a request.
        package let secretFiles: [String]

        private enum CodingKeys: String, CodingKey {
            case repository, secretFiles
        }

        /// Decodes a checked source.
        package init(from decoder: any Decoder) throws {
            let values = try decoder.container(keyedBy: CodingKeys.self)
            repository = try values.decode(String.self, forKey: .repository)
            secretFiles = try values.decodeIfPresent([String].self, forKey: .secretFiles) ?? []
        }
    }
}
