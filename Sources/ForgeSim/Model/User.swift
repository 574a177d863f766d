import GRDB

/// A person or an organisation.
struct User: Record {
    static let databaseTableName = "users"

    let id: Int64
    var login: String
    /// `User` or `Organization`.
    var type: String
    var name: String?
    var email: String?
    /// The role in the users file; people with the role `user` administer the organisations.
    var role: String?
    var createdAt: Int64

    var isOrganization: Bool { type == "Organization" }

    /// The address in commits made through the API.
    var commitEmail: String { email ?? "\(id)+\(login)@users.noreply.github.com" }

    static func find(_ db: Database, login: String) throws -> User? {
        try fetchOne(cached: db, sql: "SELECT * FROM users WHERE login = ?", arguments: [login])
    }

    static func find(_ db: Database, token: String) throws -> User? {
        try fetchOne(
            cached: db, sql: "SELECT users.* FROM users JOIN tokens ON tokens.userID = users.id WHERE token = ?", arguments: [token])
    }
}

/// One entry of the users file.
public struct SimUser: Sendable {
    /// The login.
    public var login: String
    /// `User` or `Organization`.
    public var type: String
    /// A free name for what the person does; people with the role `user` administer the organisations.
    public var role: String?
    /// The tokens that authenticate as this person.
    public var tokens: [String]
    /// The public e-mail address.
    public var email: String?
    /// The display name.
    public var name: String?

    /// Makes an entry; if no tokens are given, it has `token-LOGIN`.
    public init(
        _ login: String, type: String = "User", role: String? = nil, tokens: [String]? = nil, email: String? = nil, name: String? = nil
    ) {
        self.login = login
        self.type = type
        self.role = role
        self.tokens = tokens ?? (type == "User" ? ["token-\(login)"] : [])
        self.email = email
        self.name = name
    }
}
