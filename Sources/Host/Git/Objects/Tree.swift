internal import Contract

/// One directory of a snapshot: the raw content of a tree object and where its entries are in it.
///
/// Entries stay in the raw bytes, so that a merge copies what it keeps without parsing it.
struct Tree {
    /// The kinds of entry that git writes; any other kind is left to git itself.
    enum Mode {
        static let directory: UInt32 = 0o40000
        static let file: UInt32 = 0o100644
        static let executable: UInt32 = 0o100755
        static let link: UInt32 = 0o120000
        static let submodule: UInt32 = 0o160000
    }

    struct Entry {
        let mode: UInt32
        let id: ObjectID
        /// The offsets in the tree's content at which the entry starts, its name starts, and its name ends (the zero byte).
        let start: Int
        let nameStart: Int
        let nameEnd: Int

        var end: Int { nameEnd + 21 }
        var isDirectory: Bool { mode == Mode.directory }
        /// File type without permission bits.
        var kind: UInt32 { mode & 0o170000 }

        var hasOrdinaryMode: Bool {
            switch mode {
            case Mode.directory, Mode.file, Mode.executable, Mode.link, Mode.submodule: true
            default: false
            }
        }
    }

    static let empty = Tree(content: [], entries: [])

    let content: [UInt8]
    let entries: [Entry]

    private init(content: [UInt8], entries: [Entry]) {
        self.content = content
        self.entries = entries
    }

    /// Parses the content of a tree object.
    ///
    /// - Throws: `corruptObject` if it ends in the middle of an entry or a mode is not an octal number.
    init(content: [UInt8]) throws {
        self.content = content
        self.entries = try content.withUnsafeBytes { try Self.parse($0) }
    }

    private static func parse(_ bytes: UnsafeRawBufferPointer) throws -> [Entry] {
        var entries: [Entry] = []
        entries.reserveCapacity(bytes.count / 36)
        var position = 0
        while position < bytes.count {
            let start = position
            var mode: UInt32 = 0
            while position < bytes.count, bytes[position] != UInt8(ascii: " ") {
                guard case UInt8(ascii: "0")...UInt8(ascii: "7") = bytes[position], position - start < 7 else {
                    throw GitError(.corruptObject, "A tree entry has a mode that is not an octal number.")
                }
                mode = mode << 3 | UInt32(bytes[position] - UInt8(ascii: "0"))
                position += 1
            }
            position += 1
            let nameStart = position
            while position < bytes.count, bytes[position] != 0 { position += 1 }
            guard position + 21 <= bytes.count else {
                throw GitError(.corruptObject, "A tree ends in the middle of an entry.")
            }
            let id = ObjectID(raw: UnsafeRawBufferPointer(rebasing: bytes[(position + 1)..<(position + 21)]))
            entries.append(Entry(mode: mode, id: id, start: start, nameStart: nameStart, nameEnd: position))
            position += 21
        }
        return entries
    }

    /// The name of an entry, as bytes: names need not be UTF-8.
    func name(_ entry: Entry) -> ArraySlice<UInt8> { content[entry.nameStart..<entry.nameEnd] }

    /// Orders entries as git does in a tree: a directory sorts as if its name ended in a slash.
    ///
    /// - Returns: less than, equal to or greater than 0. Equal means same name, and both or neither a directory.
    static func compare(_ left: Entry, in leftTree: borrowing Tree, _ right: Entry, in rightTree: borrowing Tree) -> Int {
        leftTree.content.withUnsafeBufferPointer { leftBytes in
            rightTree.content.withUnsafeBufferPointer { rightBytes in
                let leftCount = left.nameEnd - left.nameStart
                let rightCount = right.nameEnd - right.nameStart
                let common = min(leftCount, rightCount)
                for offset in 0..<common {
                    let difference = Int(leftBytes[left.nameStart + offset]) - Int(rightBytes[right.nameStart + offset])
                    if difference != 0 { return difference }
                }
                // The zero byte that ends a name is part of the comparison, as in git.
                let slash = Int(UInt8(ascii: "/"))
                let leftNext =
                    leftCount > common
                    ? Int(leftBytes[left.nameStart + common]) : (left.isDirectory ? slash : 0)
                let rightNext =
                    rightCount > common
                    ? Int(rightBytes[right.nameStart + common]) : (right.isDirectory ? slash : 0)
                if leftNext != rightNext || leftCount == rightCount { return leftNext - rightNext }
                return leftCount - rightCount
            }
        }
    }
}
