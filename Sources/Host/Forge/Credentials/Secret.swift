/// A text that must not be seen: a token or a webhook secret.
///
/// Printing, interpolating, dumping or mirroring it shows `[secret]`.
package struct Secret: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    private let text: String

    /// Hides a text; blanks and line ends around it are dropped, since files end with one.
    package init(_ text: String) {
        let isBlank = { (byte: UInt8) in byte == 32 || (9...13).contains(byte) }
        let start = text.utf8.drop(while: isBlank)
        let end = start.lastIndex { !isBlank($0) }
        self.text = end.map { String(Substring(start[...$0])) } ?? ""
    }

    /// The text itself: only for the header, the pipe or the key that it is made for.
    package func reveal() -> String { text }

    /// Whether there is no text.
    package var isEmpty: Bool { text.isEmpty }

    /// A message in which the text, should it stand there, is replaced.
    package func redacted(from message: String) -> String {
        guard text.utf8.count >= 4, message.contains(text) else { return message }
        return message.split(separator: text, omittingEmptySubsequences: false).joined(separator: "[secret]")
    }

    package var description: String { "[secret]" }
    package var debugDescription: String { "[secret]" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
