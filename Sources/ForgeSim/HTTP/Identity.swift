/// Who a request says it is from.
struct Identity: Sendable {
    var user: User?
    /// There were credentials, and they are worth nothing.
    var rejected = false
    /// The scopes of the token.
    var scopes: String?

    var login: String? { user?.login }
    /// Under which name the calls are counted; `nil`: without sign-in.
    var rateKey: String? { user.map { "user:\($0.id)" } }
}

extension Incoming {
    /// Turns `/repositories/{id}/…` into the path with the repository's present name.
    mutating func resolveRepositoryID(_ tx: Transaction) throws {
        guard segments.count > 2, segments[0] == "repositories", let id = Int64(segments[1]),
            let found = try Repository.fetchOne(cached: tx.db, key: id)
        else { return }
        segments = ["repos", try tx.user(found.ownerID).login, found.name] + segments.dropFirst(2)
    }
}
