internal import Contract

/// The three-way merge of trees where no algorithm is involved.
///
/// It walks base, ours and theirs together and descends only where all three differ. It answers if no path changed
/// on both sides, nothing was deleted and no type changed in a directory that changed on both sides, and no names
/// collide: then git's result is the same, whatever its rename detection finds. Otherwise it says why not, and git
/// itself does the merge. The cost depends on what changed, not on the size of the tree.
struct TreeWalkMerge {
    /// Why the walk left the merge to git.
    enum Obstacle: String, Sendable, CaseIterable {
        case changedOnBothSides
        case addedOnBothSides
        case deleted
        case typeChanged
        case nameCollision
        case unusualMode
    }

    enum Answer: Equatable {
        case merged(ObjectID)
        case unanswered(Obstacle)
    }

    private struct Unanswered: Error {
        let obstacle: Obstacle
    }

    let store: ObjectStore

    /// Merges `theirs` into `ours`, given the tree from which both came; writes new trees to the store.
    func merge(base: ObjectID, ours: ObjectID, theirs: ObjectID) throws -> Answer {
        if ours == theirs || theirs == base { return .merged(ours) }
        if ours == base { return .merged(theirs) }
        do {
            return .merged(try mergeDirectory(base: base, ours: ours, theirs: theirs))
        } catch let unanswered as Unanswered {
            return .unanswered(unanswered.obstacle)
        }
    }

    private func mergeDirectory(base: ObjectID, ours: ObjectID, theirs: ObjectID) throws -> ObjectID {
        var join = ThreeTrees(base: try store.tree(base), ours: try store.tree(ours), theirs: try store.tree(theirs))
        var output = TreeBuilder(capacity: max(join.ours.content.count, join.theirs.content.count) + 256)
        var added = AddedNames()
        while let row = join.next() {
            switch try choose(row) {
            case .ours:
                guard let entry = row.ours else { continue }
                if row.base == nil, row.theirs == nil { added.ours.append(join.ours.name(entry)) }
                output.append(entry, of: join.ours)
            case .theirs:
                guard let entry = row.theirs else { continue }
                if row.base == nil { added.theirs.append(join.theirs.name(entry)) }
                output.append(entry, of: join.theirs)
            case .descend(let base, let ours, let theirs):
                guard let entry = row.ours else { continue }
                output.append(entry, of: join.ours, id: try mergeDirectory(base: base, ours: ours, theirs: theirs))
            }
        }
        // A file on one side and a directory on the other are two rows with one name.
        if added.collide { throw Unanswered(obstacle: .nameCollision) }
        return try store.write(output.content, .tree)
    }

    private enum Choice {
        case ours, theirs
        case descend(base: ObjectID, ours: ObjectID, theirs: ObjectID)
    }

    private func choose(_ row: ThreeTrees.Row) throws -> Choice {
        for entry in [row.base, row.ours, row.theirs] {
            if let entry, !entry.hasOrdinaryMode { throw Unanswered(obstacle: .unusualMode) }
        }
        guard let base = row.base else { return try chooseAdded(row) }
        guard let ours = row.ours, let theirs = row.theirs else { throw Unanswered(obstacle: .deleted) }
        guard ours.kind == base.kind, theirs.kind == base.kind else { throw Unanswered(obstacle: .typeChanged) }
        let oursIsBase = ours.id == base.id && ours.mode == base.mode
        let theirsIsBase = theirs.id == base.id && theirs.mode == base.mode
        if theirsIsBase { return .ours }
        if oursIsBase { return .theirs }
        if ours.id == theirs.id, ours.mode == theirs.mode {
            // The same deletion on both sides can hide a rename that only one side made.
            if ours.isDirectory { try refuseDeletions(base: base.id, side: ours.id) }
            return .ours
        }
        guard base.isDirectory else { throw Unanswered(obstacle: .changedOnBothSides) }
        return .descend(base: base.id, ours: ours.id, theirs: theirs.id)
    }

    private func chooseAdded(_ row: ThreeTrees.Row) throws -> Choice {
        guard let ours = row.ours else { return .theirs }
        guard let theirs = row.theirs else { return .ours }
        if ours.id == theirs.id, ours.mode == theirs.mode { return .ours }
        guard ours.isDirectory, theirs.isDirectory else { throw Unanswered(obstacle: .addedOnBothSides) }
        return .descend(base: .emptyTree, ours: ours.id, theirs: theirs.id)
    }

    private func refuseDeletions(base: ObjectID, side: ObjectID) throws {
        var join = ThreeTrees(base: try store.tree(base), ours: try store.tree(side), theirs: .empty)
        while let row = join.next() {
            guard let base = row.base else { continue }
            guard let side = row.ours else { throw Unanswered(obstacle: .deleted) }
            guard side.kind == base.kind else { throw Unanswered(obstacle: .typeChanged) }
            if base.isDirectory, base.id != side.id { try refuseDeletions(base: base.id, side: side.id) }
        }
    }
}

/// The names that exactly one side added to a directory.
private struct AddedNames {
    var ours: [ArraySlice<UInt8>] = []
    var theirs: [ArraySlice<UInt8>] = []

    var collide: Bool {
        if ours.isEmpty || theirs.isEmpty { return false }
        return !Set(ours).isDisjoint(with: theirs)
    }
}
