internal import Contract

/// The result of a merge by git.
struct MergeAnswer: Sendable, Equatable {
    /// The merged tree; with conflict markers where there are conflicts.
    let tree: ObjectID
    /// The conflicted paths, ordered; empty if the merge is clean.
    let conflicts: [String]
    /// git's messages for people, such as "CONFLICT (content): Merge conflict in a.txt"; one line each.
    let messages: [String]
    let isClean: Bool
}

/// Parses the answers of `git merge-tree --stdin`. Each is followed by the answer to an empty merge; see ``MergeSession``.
struct MergeAnswerReader {
    private var bytes: [UInt8] = []
    private var isFirst = true

    /// A longer answer means that something has gone wrong.
    private static let limit = 64 << 20

    /// - Throws: `process` if an answer has become too long.
    mutating func append(_ more: [UInt8]) throws {
        bytes += more
        guard bytes.count <= Self.limit else { throw GitError(.process, "git merge-tree printed more than \(Self.limit) bytes.") }
    }

    /// The next answer, or nil if it is not complete yet.
    ///
    /// - Throws: `process` if the input is not an answer.
    mutating func next() throws -> MergeAnswer? {
        // A complete answer ends at the end of a field; few of the pieces in which a long answer arrives do.
        guard bytes.last == 0 else { return nil }
        var fields = Fields(bytes: bytes)
        do {
            // The end of the empty answer before it.
            if !isFirst { try fields.skip("") }
            let answer = try Self.readAnswer(&fields)
            _ = try Self.readStatus(&fields)
            try fields.skip("")
            bytes.removeFirst(fields.position)
            isFirst = false
            return answer
        } catch is Fields.Unfinished {
            return nil
        }
    }

    /// `status NUL tree NUL (path NUL)* NUL (count NUL (path NUL)* kind NUL message NUL)* NUL`.
    private static func readAnswer(_ fields: inout Fields) throws -> MergeAnswer {
        let status = try readStatus(&fields)
        var conflicts: Set<String> = []
        while case let path = try fields.next(), !path.isEmpty { conflicts.insert(path) }
        var messages: [String] = []
        while case let word = try fields.next(), !word.isEmpty {
            guard let count = Int(word), count >= 0 else { throw Fields.wrong(word) }
            // The paths that a message is about, and its kind.
            for _ in 0...count { _ = try fields.next() }
            messages += try fields.next().split(separator: "\n").map(String.init)
        }
        return MergeAnswer(tree: status.tree, conflicts: conflicts.sorted(), messages: messages, isClean: status.isClean)
    }

    private static func readStatus(_ fields: inout Fields) throws -> (isClean: Bool, tree: ObjectID) {
        let status = try fields.next()
        // Only 0 and 1 are answers; anything else must never be mistaken for a conflict.
        guard status == "0" || status == "1" else { throw Fields.wrong(status) }
        let word = try fields.next()
        guard let tree = ObjectID(word) else { throw Fields.wrong(word) }
        return (status == "1", tree)
    }

    /// Zero-terminated texts, as far as they have arrived.
    private struct Fields {
        struct Unfinished: Error {}

        let bytes: [UInt8]
        private(set) var position = 0

        init(bytes: [UInt8]) {
            self.bytes = bytes
        }

        mutating func next() throws -> String {
            guard let end = bytes[position...].firstIndex(of: 0) else { throw Unfinished() }
            defer { position = end + 1 }
            return String(decoding: bytes[position..<end], as: UTF8.self)
        }

        mutating func skip(_ expected: String) throws {
            let word = try next()
            guard word == expected else { throw Self.wrong(word) }
        }

        static func wrong(_ word: String) -> GitError {
            GitError(.process, "git merge-tree printed '\(word.prefix(200))' where that means nothing.")
        }
    }
}
