/// Records that a commit arrived in an environment, as a successful deployment.
public struct CreateDeployment: EffectRequest {
    /// What came of it.
    public struct Result: Codable, Sendable, Hashable {
        /// The forge's number of the deployment.
        public var id: Int64

        /// Makes a result.
        public init(id: Int64) {
            self.id = id
        }
    }

    /// The row of the registry.
    public static let kind = EffectKind(
        "deployment", CreateDeployment.self, summary: "records a successful deployment of a commit", subject: .repository,
        performer: .forge,
        recovery: .looksFirst, canBeRetried: true, payload: "{sha, environment, description, url?}", result: "{id}")

    /// The commit.
    public var sha: ObjectID
    /// Where it arrived.
    public var environment: String
    /// One line; cut to what the forge takes.
    public var description: String
    /// Where to read more.
    public var url: String?

    /// Makes a request.
    public init(sha: ObjectID, environment: String = "merge", description: String = "", url: String? = nil) {
        self.sha = sha
        self.environment = environment
        self.description = description
        self.url = url
    }

    /// Decodes a request; the environment is `merge` where none is given.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        sha = try container.decode(ObjectID.self, forKey: .sha)
        environment = try container.decodeIfPresent(String.self, forKey: .environment) ?? "merge"
        description = try container.decodeIfPresent(String.self, forKey: .description) ?? ""
        url = try container.decodeIfPresent(String.self, forKey: .url)
    }
}
