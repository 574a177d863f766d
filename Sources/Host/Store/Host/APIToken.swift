import Foundation
internal import GRDB

/// A token of the operator API: its hash, never its text.
package struct APIToken: Sendable, Hashable {
    package var name: String
    /// SHA-256 of the token.
    package var hash: [UInt8]
    /// `viewer`, `ci`, `operator` or `administrator`.
    package var role: String
    /// The person it acts as, if it was created for one.
    package var login: String?
    package var createdAt: Int64

    package init(name: String, hash: [UInt8], role: String, login: String? = nil, createdAt: Int64) {
        self.name = name
        self.hash = hash
        self.role = role
        self.login = login
        self.createdAt = createdAt
    }
}

extension HostTransaction {
    /// Stores a token, replacing one of the same name.
    package func save(_ token: APIToken) throws {
        try database.execute(
            sql: """
                INSERT INTO api_tokens(name, hash, role, login, created_at) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT(name) DO UPDATE SET hash = excluded.hash, role = excluded.role, login = excluded.login
                """, arguments: [token.name, Data(token.hash), token.role, token.login, token.createdAt])
    }

    /// The token with a hash, or nil.
    package func token(hash: [UInt8]) throws -> APIToken? {
        let row = try Row.fetchOne(database, sql: "SELECT * FROM api_tokens WHERE hash = ?", arguments: [Data(hash)])
        return row.map { APIToken(name: $0["name"], hash: hash, role: $0["role"], login: $0["login"], createdAt: $0["created_at"]) }
    }
}
