/// A resource of the API that a plugin answers.
public struct ResourceDeclaration: Sendable, Hashable {
    /// Path with `{name}` placeholders: `/pull-requests/{owner}/{name}/{number}`.
    public var path: String
    /// `GET`, `POST`, `PUT`, `PATCH` or `DELETE`.
    public var method: String
    /// Name of the query that answers; nil if an operation does.
    public var query: String?
    /// Name of the operation that answers; nil if a query does.
    public var operation: String?
    /// Who may use it: `public`, `viewer`, `operator` or `admin`.
    public var role: String
    /// One line for the API's description.
    public var summary: String
    /// JSON Schema of the body; `{}` accepts anything.
    public var schema: JSON

    /// A resource that is read.
    public static func query(
        _ path: String, _ name: String, role: String = "viewer", summary: String = ""
    ) -> ResourceDeclaration {
        ResourceDeclaration(path: path, method: "GET", query: name, role: role, summary: summary)
    }

    /// A resource that changes something.
    public static func operation(
        _ method: String, _ path: String, _ name: String, role: String = "operator", summary: String = "", schema: JSON = [:]
    ) -> ResourceDeclaration {
        ResourceDeclaration(path: path, method: method, operation: name, role: role, summary: summary, schema: schema)
    }

    /// Makes a resource.
    public init(
        path: String, method: String, query: String? = nil, operation: String? = nil, role: String = "viewer",
        summary: String = "", schema: JSON = [:]
    ) {
        self.path = path
        self.method = method
        self.query = query
        self.operation = operation
        self.role = role
        self.summary = summary
        self.schema = schema
    }
}

extension ResourceDeclaration: Codable {
    /// Decodes a resource; `role`, `summary` and `schema` may be left out.
    public init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            path: try members.decode(String.self, forKey: .path), method: try members.decode(String.self, forKey: .method),
            query: try members.decodeIfPresent(String.self, forKey: .query),
            operation: try members.decodeIfPresent(String.self, forKey: .operation),
            role: try members.decodeIfPresent(String.self, forKey: .role) ?? "viewer",
            summary: try members.decodeIfPresent(String.self, forKey: .summary) ?? "",
            schema: try members.decodeIfPresent(JSON.self, forKey: .schema) ?? [:])
    }
}

/// A page that a plugin answers.
public struct PageDeclaration: Sendable, Hashable {
    /// What a page can be about. The host links to such pages wherever it names one of these.
    public enum Subject: String, Sendable, Hashable, Codable {
        /// A pull request; the path has `{owner}`, `{name}` and `{number}`.
        case pullRequest = "pull_request"
    }

    /// Path with `{name}` placeholders: `/{owner}/{name}/pull/{number}`.
    public var path: String
    /// Name of the query whose document the template gets.
    public var query: String
    /// Mustache file in `templates` beside the library.
    public var template: String
    /// Title, with the placeholders of the path.
    public var title: String
    /// Who may see it: `public`, `viewer`, `operator` or `admin`.
    public var role: String
    /// What each of these pages is about; nil for nothing that the host links to.
    public var subject: Subject?

    /// Makes a page.
    public init(
        _ path: String, query: String, template: String, title: String, role: String = "public", subject: Subject? = nil
    ) {
        self.path = path
        self.query = query
        self.template = template
        self.title = title
        self.role = role
        self.subject = subject
    }
}

extension PageDeclaration: Codable {
    /// Decodes a page; `role` and `subject` may be left out.
    public init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            try members.decode(String.self, forKey: .path), query: try members.decode(String.self, forKey: .query),
            template: try members.decode(String.self, forKey: .template),
            title: try members.decode(String.self, forKey: .title),
            role: try members.decodeIfPresent(String.self, forKey: .role) ?? "public",
            subject: try members.decodeIfPresent(Subject.self, forKey: .subject))
    }
}
