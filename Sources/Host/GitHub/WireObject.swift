internal import Contract
internal import Forge

/// An object that the forge sent, read member by member; what does not fit is an error that names the member.
struct WireObject {
    /// A member that is missing or of another type.
    struct Mismatch: Error, CustomStringConvertible {
        let path: String
        let expected: String

        var description: String { "\(path) is not \(expected)" }
    }

    private let json: JSON
    private let path: String

    /// Takes an object; `path` is where it stands, for messages.
    init(_ json: JSON, path: String = "") throws(Mismatch) {
        guard json.object != nil else { throw Mismatch(path: path.isEmpty ? "the document" : path, expected: "an object") }
        self.json = json
        self.path = path
    }

    private func place(_ name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }

    private func require<Value>(_ value: Value?, _ name: String, _ expected: String) throws(Mismatch) -> Value {
        guard let value else { throw Mismatch(path: place(name), expected: expected) }
        return value
    }

    func string(_ name: String) throws(Mismatch) -> String { try require(json[name].string, name, "a string") }
    func int(_ name: String) throws(Mismatch) -> Int64 { try require(json[name].int64, name, "an integer") }

    func object(_ name: String) throws(Mismatch) -> WireObject {
        guard json[name].object != nil else { throw Mismatch(path: place(name), expected: "an object") }
        return try WireObject(json[name], path: place(name))
    }

    func list(_ name: String) throws(Mismatch) -> [WireObject] {
        try Self.list(try require(json[name].array, name, "a list"), path: place(name))
    }

    static func list(_ elements: [JSON], path: String) throws(Mismatch) -> [WireObject] {
        var objects: [WireObject] = []
        for element in elements { objects.append(try WireObject(element, path: path)) }
        return objects
    }

    func choice(_ name: String, of allowed: Set<String>) throws(Mismatch) -> String {
        try require(json[name].string.flatMap { allowed.contains($0) ? $0 : nil }, name, "one of \(allowed.sorted())")
    }

    /// Forty lower-case hexadecimal digits.
    func sha(_ name: String) throws(Mismatch) -> String {
        try require(json[name].string.flatMap { CommitID.isValid($0) ? $0 : nil }, name, "a commit id")
    }

    /// Milliseconds since 1970.
    func time(_ name: String) throws(Mismatch) -> Int64 {
        try require(optionalTime(name), name, "a time")
    }

    func moment(_ name: String) throws(Mismatch) -> Timestamp { Timestamp(milliseconds: try time(name)) }

    func optionalTime(_ name: String) throws(Mismatch) -> Int64? {
        json[name].string.flatMap { ForgeTime.parse($0)?.milliseconds }
    }

    func optionalString(_ name: String) -> String? { json[name].string }
    func optionalInt(_ name: String) -> Int64? { json[name].int64 }
    func optionalBool(_ name: String) -> Bool? { json[name].bool }
    func optionalObject(_ name: String) -> WireObject? { try? WireObject(json[name], path: place(name)) }
}

/// The shape of a commit's id.
enum CommitID {
    /// Whether a text is forty lower-case hexadecimal digits.
    static func isValid(_ text: String) -> Bool {
        text.utf8.count == 40
            && text.utf8.allSatisfy { (48...57).contains($0) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0) }
    }
}
