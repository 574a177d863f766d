internal import Foundation

/// A commit, read or about to be written.
///
/// Signatures of the original (`gpgsig`) and other extra headers are not kept: a copy is not what was signed.
package struct Commit: Hashable, Sendable, Codable {
    package var tree: ObjectID
    package var parents: [ObjectID]
    package var author: Signature
    package var committer: Signature
    /// The whole message, with its final newline if it has one.
    package var message: String

    package init(tree: ObjectID, parents: [ObjectID], author: Signature, committer: Signature, message: String) {
        self.tree = tree
        self.parents = parents
        self.author = author
        self.committer = committer
        self.message = message
    }

    /// Reads the content of a commit object.
    ///
    /// Text that is not UTF-8 is read as Latin-1, the usual encoding of such old commits.
    /// - Throws: `corruptObject` if the tree, author or committer is missing.
    init(content: [UInt8]) throws {
        let text = String(validating: content, as: UTF8.self) ?? Self.latin1(content)
        let end = text.firstRange(of: "\n\n")
        let head = text[..<(end?.lowerBound ?? text.endIndex)]
        var tree: ObjectID?
        var parents: [ObjectID] = []
        var author: Signature?
        var committer: Signature?
        for line in head.split(separator: "\n") {
            if line.hasPrefix("tree ") {
                tree = ObjectID(line.dropFirst(5))
            } else if line.hasPrefix("parent "), let parent = ObjectID(line.dropFirst(7)) {
                parents.append(parent)
            } else if line.hasPrefix("author ") {
                author = Signature(header: line.dropFirst(7))
            } else if line.hasPrefix("committer ") {
                committer = Signature(header: line.dropFirst(10))
            }
        }
        guard let tree, let author, let committer else {
            throw GitError(.corruptObject, "A commit without tree, author or committer cannot be read.")
        }
        self.init(
            tree: tree, parents: parents, author: author, committer: committer,
            message: end.map { String(text[$0.upperBound...]) } ?? "")
    }

    /// The content of the commit object.
    var content: [UInt8] {
        var text = "tree \(tree)\n"
        for parent in parents { text += "parent \(parent)\n" }
        text += "author \(author.header)\ncommitter \(committer.header)\n\n"
        return Array((text + message.filter { $0 != "\0" }).utf8)
    }

    private static func latin1(_ content: [UInt8]) -> String {
        String(String.UnicodeScalarView(content.map { Unicode.Scalar($0) }))
    }
}
