package import Contract

/// A document of the forge, and whether it is the one that the last question got.
package struct Fetched<Document: JSONDocument>: Sendable, Equatable {
    /// The document.
    package let document: Document
    /// Whether the forge said that nothing changed since the same question was asked before.
    package let isUnchanged: Bool

    /// Makes an answer.
    package init(_ document: Document, isUnchanged: Bool = false) {
        self.document = document
        self.isUnchanged = isUnchanged
    }
}

/// Where a comment stands.
package struct PostedComment: Sendable, Equatable {
    /// The forge's number.
    package let id: Int64
    /// Its page.
    package let url: String

    /// Makes a reference.
    package init(id: Int64, url: String) {
        self.id = id
        self.url = url
    }
}

/// A person, organisation or bot.
package struct ForgeUser: Sendable, Equatable {
    /// The login as the forge writes it.
    package let login: String
    /// The display name, where one is set.
    package let name: String?
    /// The e-mail address, where it can be seen.
    package let email: String?
    /// `User`, `Organization` or `Bot`.
    package let kind: String

    /// Makes a user.
    package init(login: String, name: String? = nil, email: String? = nil, kind: String = "User") {
        self.login = login
        self.name = name
        self.email = email
        self.kind = kind
    }
}

/// How many calls a credential may still make.
package struct RateLimit: Sendable, Equatable {
    /// Calls in a whole period.
    package let limit: Int
    /// Calls left in this period.
    package let remaining: Int
    /// When the next period begins.
    package let resetsAt: Timestamp

    /// Makes a reading.
    package init(limit: Int, remaining: Int, resetsAt: Timestamp) {
        self.limit = limit
        self.remaining = remaining
        self.resetsAt = resetsAt
    }
}
