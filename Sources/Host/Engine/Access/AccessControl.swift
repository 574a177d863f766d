import Crypto
import Foundation
package import Store

/// Who may do what through the operator API: tokens, stored as hashes.
package struct AccessControl: Sendable {
    /// What a token allows. Each role includes those before it, except that `ci` may only report statuses.
    package enum Role: String, Sendable, CaseIterable, Comparable {
        case anonymous = "public"
        case ci
        case viewer
        case `operator`
        case administrator

        private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }

        package static func < (left: Role, right: Role) -> Bool { left.rank < right.rank }

        /// Whether this role is enough where another one is required.
        package func allows(_ needed: Role) -> Bool {
            if needed == .anonymous { return true }
            if self == .ci || needed == .ci { return self == needed || self >= .operator }
            return self >= needed
        }
    }

    /// Who is asking.
    package struct Caller: Sendable, Hashable {
        package var role: Role
        /// As written to the journal: a login, or `token:NAME`.
        package var actor: String

        package init(role: Role, actor: String) {
            self.role = role
            self.actor = actor
        }

        /// Somebody without a token.
        package static let anonymous = Caller(role: .anonymous, actor: "anonymous")
    }

    private let store: HostStore

    package init(store: HostStore) { self.store = store }

    /// The owner of a token, or nil for an unknown one.
    package func caller(token: String) throws -> Caller? {
        guard let found = try store.reader.read({ try $0.token(hash: Self.hash(token)) }), let role = Role(rawValue: found.role) else {
            return nil
        }
        return Caller(role: role, actor: found.login ?? "token:\(found.name)")
    }

    /// Creates a token and returns its text, which is stored nowhere.
    package func create(name: String, role: Role, login: String?, now: Int64) throws -> String {
        let token = Self.randomToken()
        let row = APIToken(name: name, hash: Self.hash(token), role: role.rawValue, login: login, createdAt: now)
        try store.write { try $0.save(row) }
        return token
    }

    /// Makes sure that there is a first administrator, whose token is in a file that only the host's user can read.
    ///
    /// If the file is missing the token is replaced, so a restart recovers from a lost file.
    package func ensureAdministrator(tokenFile path: String, now: Int64) throws {
        if let text = try? String(contentsOfFile: path, encoding: .utf8),
            try caller(token: text.trimmingCharacters(in: .whitespacesAndNewlines)) != nil
        {
            return
        }
        let token = try create(name: "admin", role: .administrator, login: nil, now: now)
        try? FileManager.default.removeItem(atPath: path)
        let isWritten = FileManager.default.createFile(
            atPath: path, contents: Data("\(token)\n".utf8), attributes: [.posixPermissions: 0o600])
        guard isWritten else {
            throw StoreError(.cannotOpen, "cannot write the administrator's token to \(path): check that its folder is writable")
        }
    }

    private static func hash(_ token: String) -> [UInt8] { Array(SHA256.hash(data: Data(token.utf8))) }

    private static func randomToken() -> String {
        var generator = SystemRandomNumberGenerator()
        return "sy_"
            + (0..<4).map { _ in
                let hex = String(generator.next(), radix: 16)
                return String(repeating: "0", count: 16 - hex.count) + hex
            }.joined()
    }
}
