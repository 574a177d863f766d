/// The latest status of one context on a commit; of check runs, the name is the context.
public struct StatusDocument: JSONDocument {
    /// The commit, 40 hexadecimal digits.
    public var sha: String
    /// Whose verdict: `ci/staging`.
    public var context: String
    /// The verdict.
    public var state: StatusState
    /// When it was given, by the forge's clock.
    public var updatedAt: Timestamp
    /// Where to read more.
    public var targetURL: String?
    /// One line.
    public var description: String?

    /// Makes a document.
    public init(
        sha: String, context: String, state: StatusState, updatedAt: Timestamp, targetURL: String? = nil, description: String? = nil
    ) {
        self.sha = sha
        self.context = context
        self.state = state
        self.updatedAt = updatedAt
        self.targetURL = targetURL
        self.description = description
    }

    /// Reads a document.
    public init(json: JSON) throws(DocumentError) {
        guard let sha = json["sha"].string else { throw DocumentError("status", "sha") }
        guard let context = json["context"].string else { throw DocumentError("status", "context") }
        guard let state = json["state"].string.flatMap(StatusState.init(rawValue:)) else { throw DocumentError("status", "state") }
        self.init(
            sha: sha, context: context, state: state, updatedAt: Timestamp(milliseconds: json["updated_at"].int64 ?? 0),
            targetURL: json["target_url"].string, description: json["description"].string)
    }

    /// The document.
    public var json: JSON {
        var document: JSON = [
            "sha": .string(sha), "context": .string(context), "state": .string(state.rawValue),
            "updated_at": .int(updatedAt.milliseconds),
        ]
        if let targetURL { document["target_url"] = .string(targetURL) }
        if let description { document["description"] = .string(description) }
        return document
    }
}
