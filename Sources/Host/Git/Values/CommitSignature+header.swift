import Contract

extension CommitSignature {
    /// Parses `Name <email> seconds zone`; a line without a date has second 0.
    init(header line: ArraySlice<UInt8>, _ encoding: TextEncoding) {
        guard let open = line.firstIndex(of: UInt8(ascii: "<")), let close = line.lastIndex(of: UInt8(ascii: ">")), open < close else {
            self.init(author: CommitAuthor(name: encoding.text(line), email: ""), seconds: 0)
            return
        }
        let author = CommitAuthor(
            name: encoding.text(line[..<open].trimmed), email: encoding.text(line[(open + 1)..<close].trimmed))
        let rest = line[(close + 1)...].split(separator: UInt8(ascii: " "))
        self.init(
            author: author, seconds: rest.first.flatMap { Int64(encoding.text($0)) } ?? 0,
            zone: rest.count > 1 ? encoding.text(rest[1]) : "+0000")
    }

    /// The line as a commit holds it. Characters that git does not allow in a name or address are left out.
    var header: String {
        "\(Self.clean(author.name)) <\(Self.clean(author.email))> \(seconds) \(zone)"
    }

    private static func clean(_ text: String) -> String {
        var bytes = Array(text.utf8)
        bytes.removeAll { $0 == UInt8(ascii: "<") || $0 == UInt8(ascii: ">") || $0 == UInt8(ascii: "\n") || $0 == 0 }
        return String(decoding: bytes[...].trimmed, as: UTF8.self)
    }
}

extension ArraySlice<UInt8> {
    /// Without white space at either end.
    fileprivate var trimmed: ArraySlice<UInt8> {
        let isSpace = { (byte: UInt8) in byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\r") }
        guard let first = firstIndex(where: { !isSpace($0) }), let last = lastIndex(where: { !isSpace($0) }) else { return [] }
        return self[first...last]
    }
}
