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
    init(header line: Substring) {
        guard let open = line.firstIndex(of: "<"), let close = line.lastIndex(of: ">"), open < close else {
            self.init(person: Person(name: String(line), email: ""), seconds: 0)
            return
        }
        let person = Person(
            name: Self.trimmed(line[..<open]), email: Self.trimmed(line[line.index(after: open)..<close]))
        let rest = line[line.index(after: close)...].split(separator: " ")
        self.init(
            person: person, seconds: rest.first.flatMap { Int64($0) } ?? 0,
            zone: rest.count > 1 ? String(rest[1]) : "+0000")
    }

    /// The line as a commit holds it. What git does not allow in a name or address is left out.
    var header: String {
        "\(Self.clean(person.name)) <\(Self.clean(person.email))> \(seconds) \(zone)"
    }

    private static func trimmed(_ text: Substring) -> String {
        var text = text
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return String(text)
    }

    private static func clean(_ text: String) -> String {
        trimmed(text.filter { $0 != "<" && $0 != ">" && $0 != "\n" && $0 != "\r\n" && $0 != "\0" }[...])
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
