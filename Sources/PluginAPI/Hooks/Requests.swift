/// The question which roles a person has on a pull request.
public struct AuthorizeRequest: Sendable {
    /// Login of the person.
    public let login: String
    /// `owner/name`.
    public let repository: String
    /// Number of the pull request.
    public let number: Int

    /// Makes a request.
    public init(login: String, repository: String, number: Int) {
        self.login = login
        self.repository = repository
        self.number = number
    }
}

/// A request of an operator, from a page, the API or the command line.
public struct OperationCall: Sendable {
    /// Name of the operation in the manifest.
    public let name: String
    /// Path, query and body together; an object.
    public let parameters: JSON
    /// Login or token name of the operator.
    public let actor: String?

    /// Makes a call.
    public init(name: String, parameters: JSON = [:], actor: String? = nil) {
        self.name = name
        self.parameters = parameters
        self.actor = actor
    }
}

/// A question of a page or of the API.
public struct QueryCall: Sendable {
    /// Name of the query in the manifest.
    public let name: String
    /// Path and query together; an object.
    public let parameters: JSON
    /// Login or token name of the person who looks, nil for the public.
    public let viewer: String?
    /// `public`, `viewer`, `operator` or `admin`.
    public let role: String

    /// Makes a call.
    public init(name: String, parameters: JSON = [:], viewer: String? = nil, role: String = "public") {
        self.name = name
        self.parameters = parameters
        self.viewer = viewer
        self.role = role
    }
}

/// A call from another plugin.
public struct ServiceCall: Sendable {
    /// Identity of the service without the version: `queue`.
    public let service: String
    /// Version of the service that the caller knows.
    public let version: Int
    /// Name of the method.
    public let method: String
    /// What the method gets.
    public let argument: JSON
    /// Identity of the calling plugin.
    public let caller: String

    /// Makes a call.
    public init(service: String, version: Int, method: String, argument: JSON, caller: String) {
        self.service = service
        self.version = version
        self.method = method
        self.argument = argument
        self.caller = caller
    }
}
