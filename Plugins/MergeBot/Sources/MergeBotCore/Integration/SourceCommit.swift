/// A commit of a pull request, as an inspection found it.
struct SourceCommit: Hashable, Sendable {
    var sha: String
    var parents: [String]
    var message: String
    var author: Signature
    var committer: Signature
}
