package import Contract
package import Forge
import Synchronization

/// The identities' credentials, and who the forge says they belong to.
package final class IdentityDirectory: Sendable {
    private let credentials: [String: any ForgeCredential]
    private let authors: Mutex<[String: CommitAuthor]>

    /// - Parameter authors: the authors that the configuration gives; others are looked up on the forge.
    package init(credentials: [String: any ForgeCredential], authors: [String: CommitAuthor] = [:]) {
        self.credentials = credentials
        self.authors = Mutex(authors)
    }

    /// The names of all identities, in alphabetic order.
    package var names: [String] { credentials.keys.sorted() }

    /// The credential of an identity, or nil.
    package func credential(of name: String) -> (any ForgeCredential)? { credentials[name] }

    /// The author of commits made under an identity; nil until the forge has said who it is.
    package func author(of name: String) -> CommitAuthor? { authors.withLock { $0[name] } }

    /// Records what the forge says, unless the configuration takes precedence.
    package func learn(_ user: ForgeUser, of name: String, noReplyAddress: String) {
        let email = user.email ?? noReplyAddress
        authors.withLock { authors in
            if authors[name] == nil { authors[name] = CommitAuthor(name: user.name ?? user.login, email: email) }
        }
    }
}
