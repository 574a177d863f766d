/// Reads three trees side by side, in git's order of names.
struct ThreeTrees {
    /// One name, and what each tree has under it. A file and a directory of the same name are two rows.
    struct Row {
        let base: Tree.Entry?
        let ours: Tree.Entry?
        let theirs: Tree.Entry?
    }

    let base: Tree
    let ours: Tree
    let theirs: Tree
    private var basePosition = 0
    private var oursPosition = 0
    private var theirsPosition = 0

    init(base: Tree, ours: Tree, theirs: Tree) {
        self.base = base
        self.ours = ours
        self.theirs = theirs
    }

    /// The next row, or nil at the end.
    mutating func next() -> Row? {
        let baseEntry = basePosition < base.entries.count ? base.entries[basePosition] : nil
        let oursEntry = oursPosition < ours.entries.count ? ours.entries[oursPosition] : nil
        let theirsEntry = theirsPosition < theirs.entries.count ? theirs.entries[theirsPosition] : nil
        let oursToBase = Self.order(oursEntry, in: ours, baseEntry, in: base)
        let theirsToBase = Self.order(theirsEntry, in: theirs, baseEntry, in: base)
        let oursToTheirs = Self.order(oursEntry, in: ours, theirsEntry, in: theirs)
        // An entry belongs to the next row if no other entry sorts before it.
        let row = Row(
            base: oursToBase >= 0 && theirsToBase >= 0 ? baseEntry : nil,
            ours: oursToBase <= 0 && oursToTheirs <= 0 ? oursEntry : nil,
            theirs: theirsToBase <= 0 && oursToTheirs >= 0 ? theirsEntry : nil)
        guard row.base != nil || row.ours != nil || row.theirs != nil else { return nil }
        basePosition += row.base == nil ? 0 : 1
        oursPosition += row.ours == nil ? 0 : 1
        theirsPosition += row.theirs == nil ? 0 : 1
        return row
    }

    /// The order of two entries; a tree that is exhausted sorts last.
    private static func order(
        _ left: Tree.Entry?, in leftTree: borrowing Tree, _ right: Tree.Entry?, in rightTree: borrowing Tree
    ) -> Int {
        guard let left else { return right == nil ? 0 : 1 }
        guard let right else { return -1 }
        return Tree.compare(left, in: leftTree, right, in: rightTree)
    }
}
