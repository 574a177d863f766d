import Foundation

/// The four kinds of git objects.
enum GitKind: String, Sendable {
    case blob, tree, commit, tag
}

/// One object as it is stored, without its header.
struct GitObject: Sendable {
    let kind: GitKind
    let data: [UInt8]
}

/// A name, an e-mail address and a time, as git writes them into commits.
struct GitPerson: Sendable, Equatable {
    var name: String
    var email: String
    /// Seconds since 1970.
    var seconds: Int64
    var zone: String

    /// Parses `Name <email> seconds zone`.
    init?(line: Substring) {
        guard let open = line.lastIndex(of: "<"), let close = line.lastIndex(of: ">"), open < close else { return nil }
        name = line[..<open].trimmingSpaces
        email = String(line[line.index(after: open)..<close])
        let rest = line[line.index(after: close)...].split(separator: " ")
        seconds = rest.first.flatMap { Int64($0) } ?? 0
        zone = rest.count > 1 ? String(rest[1]) : "+0000"
    }

    init(name: String, email: String, seconds: Int64, zone: String = "+0000") {
        self.name = name
        self.email = email
        self.seconds = seconds
        self.zone = zone
    }

    var line: String { "\(name) <\(email)> \(seconds) \(zone)" }
}

/// A parsed commit.
struct GitCommit: Sendable {
    let sha: String
    let tree: String
    let parents: [String]
    let author: GitPerson
    let committer: GitPerson
    let message: String

    init?(sha: String, data: [UInt8]) {
        let text = String(decoding: data, as: UTF8.self)
        guard let gap = text.range(of: "\n\n") else { return nil }
        var tree: String?
        var parents: [String] = []
        var author: GitPerson?
        var committer: GitPerson?
        for line in text[..<gap.lowerBound].split(separator: "\n") {
            guard let space = line.firstIndex(of: " ") else { continue }
            let value = line[line.index(after: space)...]
            switch line[..<space] {
            case "tree": tree = String(value)
            case "parent": parents.append(String(value))
            case "author": author = GitPerson(line: value)
            case "committer": committer = GitPerson(line: value)
            default: break
            }
        }
        guard let tree, let author, let committer else { return nil }
        self.sha = sha
        self.tree = tree
        self.parents = parents
        self.author = author
        self.committer = committer
        message = String(text[gap.upperBound...])
    }

    /// The bytes of a new commit.
    static func encode(tree: String, parents: [String], author: GitPerson, committer: GitPerson, message: String) -> [UInt8] {
        var text = "tree \(tree)\n"
        for parent in parents { text += "parent \(parent)\n" }
        text += "author \(author.line)\ncommitter \(committer.line)\n\n\(message)"
        return Array(text.utf8)
    }
}

/// One entry of a tree.
struct GitTreeEntry: Sendable {
    /// As the forge writes it: `100644`, `100755`, `040000`, `160000`, `120000`.
    var mode: String
    var name: String
    var sha: String

    var kind: GitKind {
        switch mode {
        case "040000": .tree
        case "160000": .commit
        default: .blob
        }
    }

    static func parse(_ data: [UInt8]) -> [GitTreeEntry] {
        var entries: [GitTreeEntry] = []
        var position = 0
        while let space = data[position...].firstIndex(of: 0x20), let end = data[space...].firstIndex(of: 0),
            end + 20 < data.count + 0 || end + 21 == data.count
        {
            let mode = String(decoding: data[position..<space], as: UTF8.self)
            let name = String(decoding: data[(space + 1)..<end], as: UTF8.self)
            entries.append(GitTreeEntry(mode: mode.count == 5 ? "0" + mode : mode, name: name, sha: hex(data[(end + 1)...(end + 20)])))
            position = end + 21
            if position >= data.count { break }
        }
        return entries
    }

    static func encode(_ entries: [GitTreeEntry]) -> [UInt8] {
        let sorted = entries.sorted { left, right in
            let a = left.kind == .tree ? left.name + "/" : left.name
            let b = right.kind == .tree ? right.name + "/" : right.name
            return a.utf8.lexicographicallyPrecedes(b.utf8)
        }
        var out: [UInt8] = []
        for entry in sorted {
            let mode = entry.mode.hasPrefix("0") ? String(entry.mode.dropFirst()) : entry.mode
            out.append(contentsOf: "\(mode) \(entry.name)".utf8)
            out.append(0)
            out.append(contentsOf: unhex(entry.sha))
        }
        return out
    }
}

/// The lower-case hexadecimal form of bytes.
func hex(_ bytes: some Sequence<UInt8>) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var out: [UInt8] = []
    for byte in bytes {
        out.append(digits[Int(byte >> 4)])
        out.append(digits[Int(byte & 15)])
    }
    return String(decoding: out, as: UTF8.self)
}

/// The bytes of a hexadecimal text; invalid characters count as zero.
func unhex(_ text: String) -> [UInt8] {
    func digit(_ character: UInt8) -> UInt8 { UInt8(Character(Unicode.Scalar(character)).hexDigitValue ?? 0) }
    let characters = Array(text.utf8)
    return stride(from: 0, to: characters.count - 1, by: 2).map { digit(characters[$0]) << 4 | digit(characters[$0 + 1]) }
}

extension String {
    /// Whether it is a full object id: 40 lower-case hexadecimal digits.
    var isSHA: Bool { utf8.count == 40 && utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) } }
}

extension StringProtocol {
    var trimmingSpaces: String {
        var text = Substring(self)
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}

/// The id that stands for "no object".
let zeroSHA = String(repeating: "0", count: 40)
