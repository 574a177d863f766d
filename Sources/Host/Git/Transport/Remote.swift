internal import Foundation

/// A repository on a forge, and the credential for it.
package struct Remote: Sendable {
    /// `https://host/owner/name.git`; never holds a user name or a password.
    package let url: String
    package let credential: Credential?

    package init(url: String, credential: Credential?) {
        self.url = url
        self.credential = credential
    }

    /// Which protocols git may use for this address.
    ///
    /// - Throws: `invalidRequest` for a scheme other than https, http to another machine, a `file:`
    ///   address where those are not allowed, and an address that contains a user name.
    func configuration(allowsFiles: Bool) throws -> [String] {
        guard let parts = URLComponents(string: url), let scheme = parts.scheme?.lowercased(), !url.hasPrefix("-") else {
            throw GitError(.invalidRequest, "The address of the remote repository is not a URL.")
        }
        guard parts.user == nil, parts.password == nil else {
            throw GitError(.invalidRequest, "The address of a remote repository must not hold a user name or password.")
        }
        let host = parts.host?.lowercased() ?? ""
        switch scheme {
        case "https" where !host.isEmpty: return ["protocol.https.allow=always"]
        case "http" where ["localhost", "127.0.0.1", "::1", "[::1]"].contains(host): return ["protocol.http.allow=always"]
        case "file" where allowsFiles: return ["protocol.file.allow=always", "safe.directory=*"]
        default:
            throw GitError(
                .invalidRequest, "\(scheme)://\(host) is not allowed: use https, or http to this machine.")
        }
    }
}

/// User name and password for a forge.
///
/// git puts the *user name* into the arguments of the helper when it asks for the password, so a secret belongs in
/// the password.
package struct Credential: Sendable {
    package let username: String
    package let password: String

    package init(username: String, password: String) {
        self.username = username
        self.password = password
    }

    /// The form that forges accept for every kind of token.
    package static func token(_ token: String) -> Credential {
        Credential(username: "x-access-token", password: token)
    }

    /// The older form: the token is the user name. It exposes the token in the arguments of the helper; see above.
    package static func tokenAsUserName(_ token: String) -> Credential {
        Credential(username: token, password: "")
    }

    /// `text` without the credential, for messages.
    func redacting(_ text: String) -> String {
        password.isEmpty
            ? text.replacing(username, with: "***") : text.replacing(password, with: "***")
    }
}

extension Credential: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "Credential(***)" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: [:]) }
}
