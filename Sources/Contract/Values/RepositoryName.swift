/// A repository as the forge names it: `owner/name`.
public struct RepositoryName: Sendable, Hashable, CustomStringConvertible {
    /// The user or organisation.
    public let owner: String
    /// The name below the owner.
    public let name: String

    /// Reads `owner/name`; nil for anything that could not be one, so that a name can never become another path.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy(Self.isName) else { return nil }
        owner = String(parts[0])
        name = String(parts[1])
    }

    /// `owner/name`.
    public var description: String { "\(owner)/\(name)" }

    private static func isName(_ text: Substring) -> Bool {
        !text.isEmpty && text.utf8.count <= 100 && text != "." && text != ".."
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                    UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }
}
