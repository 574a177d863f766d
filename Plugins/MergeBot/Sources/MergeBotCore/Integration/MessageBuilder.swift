/// Builds the finished messages of the commits that land for one pull request.
struct MessageBuilder: Sendable {
    var name: PullRequestName
    /// Title, and body after a blank line if there is one.
    var pullRequestMessage: String
    /// The other open pull requests of the batch.
    var related: [PullRequestName] = []
    /// Formatted e-mails: the source's reviewer, the root's, the own; doubles are dropped here.
    var reviewers: [String] = []

    /// How the pull request is referred to.
    enum Reference: Sendable {
        /// A paragraph `closes owner/name#7`: on what becomes the head.
        case closing
        /// A trailer `Part-of: owner/name#7`: on the commits below it.
        case partOf
    }

    /// The message of a copied commit.
    func message(commit original: String, _ reference: Reference) -> String {
        build(CommitMessage(commit: original), reference)
    }

    /// The message of a commit made for the pull request as a whole: a merge or a squash.
    ///
    /// - Parameter coAuthors: formatted e-mails, for a squash of several people's commits.
    func message(coAuthors: [String] = []) -> String {
        var message = CommitMessage(pullRequest: pullRequestMessage)
        for author in coAuthors { message.add("Co-authored-by", author) }
        return build(message, .closing)
    }

    /// Title and body as one text, both trimmed.
    static func pullRequestMessage(title: String, body: String) -> String {
        let title = title.trimmed
        let body = body.trimmed
        return body.isEmpty ? title : title + "\n\n" + body
    }

    private func build(_ parsed: CommitMessage, _ reference: Reference) -> String {
        var message = parsed
        let text = parsed.text
        if !Mention.contains(text, name) {
            switch reference {
            case .closing: message.append(paragraph: "closes \(name)")
            case .partOf: message.set("Part-of", name.description)
            }
        }
        for other in related.sorted() where !Mention.contains(text, other, fullOnly: true) {
            message.add("Related", other.description)
        }
        let signed = message.values("Signed-off-by").filter { !reviewers.contains($0) }
        message.remove("Signed-off-by")
        for signature in signed + reviewers { message.add("Signed-off-by", signature) }
        return message.text
    }
}

extension String {
    var trimmed: String {
        var text = Substring(self).trimmingPrefix { $0.isWhitespace }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
