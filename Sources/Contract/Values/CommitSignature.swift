/// A name and an e-mail address, as commits carry them.
public struct CommitAuthor: Hashable, Sendable, Codable {
    /// The name.
    public var name: String
    /// The e-mail address; empty where the commit has none.
    public var email: String

    /// Makes an author.
    public init(name: String, email: String) {
        self.name = name
        self.email = email
    }

    /// `Name <mail>`, as trailers have it.
    public var formatted: String { "\(name) <\(email)>" }
}

extension CommitAuthor: Comparable {
    /// By name and address as they are written.
    public static func < (left: Self, right: Self) -> Bool { left.formatted < right.formatted }
}

/// Who wrote or committed something, and when.
public struct CommitSignature: Hashable, Sendable {
    /// Who.
    public var author: CommitAuthor
    /// Seconds since 1970, as written in the commit.
    public var seconds: Int64
    /// The zone as written in the commit, such as `+0200`; kept verbatim so that a copy says the same.
    public var zone: String

    /// Makes a signature.
    public init(author: CommitAuthor, seconds: Int64, zone: String = "+0000") {
        self.author = author
        self.seconds = seconds
        self.zone = zone
    }
}

extension CommitSignature: Codable {
    private enum CodingKeys: String, CodingKey {
        case name, email, date, zone
    }

    /// Decodes `{name, email, date, zone}`; `date` is in milliseconds since 1970.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            author: CommitAuthor(
                name: try container.decode(String.self, forKey: .name),
                email: try container.decode(String.self, forKey: .email)),
            seconds: try container.decode(Int64.self, forKey: .date) / 1000,
            zone: try container.decodeIfPresent(String.self, forKey: .zone) ?? "+0000")
    }

    /// Encodes `{name, email, date, zone}`.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(author.name, forKey: .name)
        try container.encode(author.email, forKey: .email)
        try container.encode(seconds * 1000, forKey: .date)
        try container.encode(zone, forKey: .zone)
    }
}
