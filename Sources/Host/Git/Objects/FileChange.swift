package import Contract

/// A file to set or to delete.
package struct FileChange: Sendable {
    package enum Kind: Sendable {
        case file([UInt8])
        case executable([UInt8])
        case link(String)
        case submodule(ObjectID)
        case deletion
    }

    /// Path in the tree, separated by slashes.
    package let path: String
    package let kind: Kind

    package init(_ path: String, _ kind: Kind) {
        self.path = path
        self.kind = kind
    }

    /// A text file.
    package init(_ path: String, text: String) {
        self.init(path, .file(Array(text.utf8)))
    }
}
