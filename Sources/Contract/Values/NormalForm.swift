/// The one form in which texts and logins from several places are compared.
///
/// The same text arrives with other ends of lines, with blanks at the end of a line, or as no text at all for an empty one, depending on
/// the editor and on the question to the forge. Composed and decomposed letters need nothing here: `String` compares them as equal.
public enum NormalForm {
    /// How a text is stored: lines end with a line feed, and no text is the empty one.
    public static func lines(_ text: String?) -> String {
        // By bytes: to look for it in the characters of a long description takes a millisecond.
        guard var text, text.utf8.contains(carriageReturn) else { return text ?? "" }
        return text.withUTF8 { bytes in
            String(unsafeUninitializedCapacity: bytes.count) { target in
                var count = 0
                var rest = bytes[...]
                while let end = rest.firstIndex(of: carriageReturn) {
                    let isEndOfLine = end + 1 < rest.endIndex && rest[end + 1] == UInt8(ascii: "\n")
                    count = append(rest[..<(isEndOfLine ? end : end + 1)], to: target, at: count)
                    rest = rest[(end + 1)...]
                }
                return append(rest, to: target, at: count)
            }
        }
    }

    /// How a text is compared: without blanks at the ends of its lines, and without blank lines before and after it.
    public static func text(_ text: String?) -> String {
        guard let text else { return "" }
        var lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(trimmedAtEnd)
        while lines.last?.isEmpty == true { lines.removeLast() }
        let first = lines.firstIndex { !$0.isEmpty } ?? lines.endIndex
        var start = lines[first...]
        if let line = start.first { start[first] = line.drop(while: \.isWhitespace) }
        return start.joined(separator: "\n")
    }

    /// How a login is compared: forges do not tell upper from lower case in them, and people write an `@` before them.
    public static func login(_ login: String) -> String {
        (login.hasPrefix("@") ? String(login.dropFirst()) : login).lowercased()
    }

    /// Whether two texts say the same.
    public static func areSame(_ left: String?, _ right: String?) -> Bool { left == right || text(left) == text(right) }

    /// Whether two logins are one person's.
    public static func areSameLogin(_ left: String, _ right: String) -> Bool { login(left) == login(right) }

    private static let carriageReturn = UInt8(ascii: "\r")

    private static func trimmedAtEnd(_ line: Substring) -> Substring {
        var line = line
        while line.last?.isWhitespace == true { line.removeLast() }
        return line
    }

    private static func append(_ bytes: Slice<UnsafeBufferPointer<UInt8>>, to target: UnsafeMutableBufferPointer<UInt8>, at place: Int)
        -> Int
    {
        UnsafeMutableBufferPointer(rebasing: target[place...]).update(fromContentsOf: UnsafeBufferPointer(rebasing: bytes)) + place
    }
}
