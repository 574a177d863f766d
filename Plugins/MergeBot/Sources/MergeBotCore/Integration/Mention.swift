/// Finds whether a message refers to a pull request already.
enum Mention {
    /// `owner/name#7` anywhere, or, unless `fullOnly`, `#7` that belongs to no other repository.
    static func contains(_ message: String, _ name: PullRequestName, fullOnly: Bool = false) -> Bool {
        if occurs(name.description, in: message, precededBy: { !isNameCharacter($0) }) { return true }
        if fullOnly { return false }
        // After a name character the short form is the end of another repository's reference.
        return occurs("#\(name.number)", in: message, precededBy: { !isNameCharacter($0) && $0 != "#" })
    }

    private static func occurs(_ needle: String, in text: String, precededBy allowed: (Character) -> Bool) -> Bool {
        var rest = Substring(text)
        while let range = rest.firstRange(of: needle) {
            let before = range.lowerBound == text.startIndex ? nil : text[text.index(before: range.lowerBound)]
            let after = range.upperBound == text.endIndex ? nil : text[range.upperBound]
            if before.map(allowed) ?? true, after.map({ !isWordCharacter($0) }) ?? true { return true }
            rest = rest[range.upperBound...]
        }
        return false
    }

    private static func isWordCharacter(_ character: Character) -> Bool {
        character.isLetter || character.isNumber || character == "_"
    }

    private static func isNameCharacter(_ character: Character) -> Bool {
        isWordCharacter(character) || character == "-" || character == "." || character == "/"
    }
}
