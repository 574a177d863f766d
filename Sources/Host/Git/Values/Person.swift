/// A name and an e-mail address as commits carry them.
package struct Person: Hashable, Sendable, Codable {
    package var name: String
    package var email: String

    package init(name: String, email: String) {
        self.name = name
        self.email = email
    }
}

/// A person and the moment of the signature.
package struct Signature: Hashable, Sendable {
    package var person: Person
    /// Seconds since 1970, as written in the commit.
    package var seconds: Int64
    /// The zone as written in the commit, such as `+0200`; kept verbatim so that a copy says the same.
    package var zone: String

    package init(person: Person, seconds: Int64, zone: String = "+0000") {
        self.person = person
        self.seconds = seconds
        self.zone = zone
    }

    /// Reads `Name <email> seconds zone`; a line without a date has second 0.
    init(header line: ArraySlice<UInt8>, _ encoding: TextEncoding) {
        guard let open = line.firstIndex(of: UInt8(ascii: "<")), let close = line.lastIndex(of: UInt8(ascii: ">")), open < close else {
            self.init(person: Person(name: encoding.text(line), email: ""), seconds: 0)
            return
        }
        let person = Person(
            name: encoding.text(line[..<open].trimmed), email: encoding.text(line[(open + 1)..<close].trimmed))
        let rest = line[(close + 1)...].split(separator: UInt8(ascii: " "))
        self.init(
            person: person, seconds: rest.first.flatMap { Int64(encoding.text($0)) } ?? 0,
            zone: rest.count > 1 ? encoding.text(rest[1]) : "+0000")
    }

    /// The line as a commit holds it. What git does not allow in a name or address is left out.
    var header: String {
        "\(Self.clean(person.name)) <\(Self.clean(person.email))> \(seconds) \(zone)"
    }

    private static func clean(_ text: String) -> String {
        var bytes = Array(text.utf8)
        bytes.removeAll { $0 == UInt8(ascii: "<") || $0 == UInt8(ascii: ">") || $0 == UInt8(ascii: "\n") || $0 == 0 }
        return String(decoding: bytes[...].trimmed, as: UTF8.self)
    }
}

extension ArraySlice<UInt8> {
    /// Without the white space at both ends.
    fileprivate var trimmed: ArraySlice<UInt8> {
        let isSpace = { (byte: UInt8) in byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\r") }
        guard let first = firstIndex(where: { !isSpace($0) }), let last = lastIndex(where: { !isSpace($0) }) else { return [] }
        return self[first...last]
    }
}

extension Signature: Codable {
    private enum CodingKeys: String, CodingKey {
        case name, email, date, zone
    }

    /// Reads `{name, email, date, zone}`; `date` is milliseconds since 1970.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            person: Person(
                name: try container.decode(String.self, forKey: .name),
                email: try container.decode(String.self, forKey: .email)),
            seconds: try container.decode(Int64.self, forKey: .date) / 1000,
            zone: try container.decodeIfPresent(String.self, forKey: .zone) ?? "+0000")
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(person.name, forKey: .name)
        try container.encode(person.email, forKey: .email)
        try container.encode(seconds * 1000, forKey: .date)
        try container.encode(zone, forKey: .zone)
    }
}
