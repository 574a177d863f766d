package import Contract

/// A commit, read or about to be written.
///
/// Signatures (`gpgsig`) and other extra headers of the original are not kept: they do not cover a copy.
package struct Commit: Hashable, Sendable, Codable {
    package var tree: ObjectID
    package var parents: [ObjectID]
    package var author: CommitSignature
    package var committer: CommitSignature
    /// The whole message, with its final newline if it has one.
    package var message: String

    package init(tree: ObjectID, parents: [ObjectID], author: CommitSignature, committer: CommitSignature, message: String) {
        self.tree = tree
        self.parents = parents
        self.author = author
        self.committer = committer
        self.message = message
    }

    /// Parses the content of a commit object.
    ///
    /// Text that is not UTF-8 is read as Latin-1, the usual encoding of such old commits.
    /// - Throws: `corruptObject` if the tree, author or committer is missing.
    init(content: [UInt8]) throws {
        let encoding: TextEncoding = String(validating: content, as: UTF8.self) == nil ? .latin1 : .utf8
        var tree: ObjectID?
        var parents: [ObjectID] = []
        var author: CommitSignature?
        var committer: CommitSignature?
        var rest = content[...]
        while let line = rest.popLine(), !line.isEmpty {
            // In git's order; a header that is repeated later is ignored, as git does.
            if tree == nil {
                tree = line.value(of: "tree ").flatMap { ObjectID(hex: $0) }
                if tree == nil { break }
            } else if author == nil, let value = line.value(of: "parent "), let parent = ObjectID(hex: value) {
                parents.append(parent)
            } else if author == nil, let value = line.value(of: "author ") {
                author = CommitSignature(header: value, encoding)
            } else if author != nil, committer == nil, let value = line.value(of: "committer ") {
                committer = CommitSignature(header: value, encoding)
            }
        }
        guard let tree, let author, let committer else {
            throw GitError(.corruptObject, "A commit without tree, author or committer cannot be read.")
        }
        self.init(tree: tree, parents: parents, author: author, committer: committer, message: encoding.text(rest))
    }

    /// The content of the commit object.
    var content: [UInt8] {
        var text = "tree \(tree)\n"
        for parent in parents { text += "parent \(parent)\n" }
        text += "author \(author.header)\ncommitter \(committer.header)\n\n"
        return Array(text.utf8) + message.utf8.filter { $0 != 0 }
    }
}

/// How the bytes of a commit are decoded as text.
enum TextEncoding {
    case utf8, latin1

    func text(_ bytes: ArraySlice<UInt8>) -> String {
        switch self {
        case .utf8: String(decoding: bytes, as: UTF8.self)
        case .latin1: String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
        }
    }
}

extension ArraySlice<UInt8> {
    /// Consumes the bytes up to and including the next line feed; nil at the end.
    fileprivate mutating func popLine() -> ArraySlice<UInt8>? {
        guard !isEmpty else { return nil }
        let end = firstIndex(of: UInt8(ascii: "\n")) ?? endIndex
        defer { self = self[Swift.min(end + 1, endIndex)...] }
        return self[..<end]
    }

    /// What follows the name of a header, if the line starts with it.
    fileprivate func value(of name: StaticString) -> ArraySlice<UInt8>? {
        name.withUTF8Buffer { starts(with: $0) } ? dropFirst(name.utf8CodeUnitCount) : nil
    }
}
