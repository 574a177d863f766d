/// The rule for names of repositories, which become paths.
enum RepositoryName {
    /// - Throws: `invalidRequest` unless `name` is `owner/name` of letters, digits, `.`, `_` and `-`.
    static func check(_ name: String) throws {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        let isAccepted =
            parts.count == 2
            && parts.allSatisfy { part in
                !part.isEmpty && !part.hasPrefix(".") && !part.hasPrefix("-") && part.utf8.count <= 100
                    && part.unicodeScalars.allSatisfy {
                        $0.isASCII && ($0.properties.isAlphabetic || ("0"..."9").contains($0) || "._-".unicodeScalars.contains($0))
                    }
            }
        guard isAccepted else { throw GitError(.invalidRequest, "'\(name)' is not a repository name of the form owner/name.") }
    }
}
