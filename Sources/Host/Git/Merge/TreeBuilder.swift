internal import Contract

/// Collects the content of a new tree object; entries must be added in git's order.
struct TreeBuilder {
    private(set) var content: [UInt8] = []

    init(capacity: Int) {
        content.reserveCapacity(capacity)
    }

    /// Adds an entry unchanged from another tree.
    mutating func append(_ entry: Tree.Entry, of tree: borrowing Tree) {
        content.append(contentsOf: tree.content[entry.start..<entry.end])
    }

    /// Adds an entry of another tree with a different id.
    mutating func append(_ entry: Tree.Entry, of tree: borrowing Tree, id: ObjectID) {
        content.append(contentsOf: tree.content[entry.start...entry.nameEnd])
        id.append(to: &content)
    }

    /// Adds an entry made from its parts.
    mutating func append(mode: UInt32, name: some Sequence<UInt8>, id: ObjectID) {
        content.append(contentsOf: Array(String(mode, radix: 8).utf8))
        content.append(UInt8(ascii: " "))
        content.append(contentsOf: name)
        content.append(0)
        id.append(to: &content)
    }
}
