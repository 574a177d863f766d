import PluginAPI

/// The facts of a pull request as an event carries them.
struct PullRequestFacts {
    var number: Int
    var title: String
    var body: String
    var isDraft: Bool
    var isClosed: Bool
    var isMerged: Bool
    var author: String
    var head: String
    var headLabel: String
    var headRepository: String?
    var base: String
    var commits: Int?
    var url: String
    var createdAt: Int64
    var updatedAt: Int64

    /// Nil if the document lacks what every pull request has.
    init?(_ json: JSON) {
        guard let document = try? PullRequestDocument(json: json) else { return nil }
        self.init(document)
    }

    /// The facts of a document, with texts normalised as the mirror compares them.
    init(_ document: PullRequestDocument) {
        number = document.number
        head = document.head.sha
        base = document.base.ref
        title = NormalForm.lines(document.title)
        body = NormalForm.lines(document.body)
        isDraft = document.isDraft
        isClosed = document.state == .closed
        isMerged = document.isMerged
        author = document.author
        headLabel = document.head.label
        headRepository = document.head.repository
        commits = document.commits
        url = document.url
        createdAt = document.createdAt.milliseconds
        updatedAt = document.updatedAt.milliseconds
    }
}
