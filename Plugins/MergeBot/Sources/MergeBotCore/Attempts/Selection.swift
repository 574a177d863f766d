/// Which batches a staging attempt should try, and in which order.
struct Selection: Hashable, Sendable {
    /// Where the batches come from.
    enum Origin: Hashable, Sendable {
        case alone
        case ready
        case split(SplitID)

        /// The split, if that is where they come from.
        var split: SplitID? {
            if case .split(let id) = self { id } else { nil }
        }
    }

    /// A batch that could be staged.
    struct Candidate: Hashable, Sendable {
        var id: BatchID
        var priority = Priority.default
        /// When it became stageable, milliseconds since 1970.
        var unblockedAt: Int64 = 0

        /// Higher priority first, then longer ready, then older.
        static func goesBefore(_ left: Candidate, _ right: Candidate) -> Bool {
            if left.priority != right.priority { return left.priority > right.priority }
            return (left.unblockedAt, left.id) < (right.unblockedAt, right.id)
        }
    }

    /// Half of a failed staging; `batches` are those of it that can be staged now.
    struct Split: Hashable, Sendable {
        var id: SplitID
        var batches: [Candidate]
    }

    /// The project's `staging_priority`.
    enum Preference: String, CaseIterable, Codable, Sendable {
        /// Splits before ready batches.
        case `default`
        /// Whichever is larger; a tie goes to the split.
        case largest
        /// Ready batches before splits.
        case ready
    }

    let origin: Origin
    let batches: [BatchID]

    /// - Parameters:
    ///   - ready: stageable batches of the branch that are in no split.
    ///   - splits: oldest first, none of them empty.
    /// - Returns: what to stage, or `nil` if there is nothing.
    static func choose(ready: [Candidate], splits: [Split], preference: Preference) -> Selection? {
        let alone = ready.filter { $0.priority == .alone }
        if !alone.isEmpty { return Selection(.alone, alone) }
        let split: Split?
        switch preference {
        case .default:
            split = splits.first
        case .ready:
            split = ready.isEmpty ? splits.first : nil
        case .largest:
            split = largest(splits).flatMap { $0.batches.count >= ready.count ? $0 : nil }
        }
        if let split { return Selection(.split(split.id), split.batches) }
        return ready.isEmpty ? nil : Selection(.ready, ready)
    }

    /// Further batches to try in an attempt, for the places that are still free.
    ///
    /// - Parameters:
    ///   - tried: batches that the attempt has tried.
    ///   - onlyAlone: whether the attempt is for batches that are staged by themselves.
    ///   - free: how many places are left.
    static func further(_ candidates: [Candidate], tried: Set<BatchID>, onlyAlone: Bool, free: Int) -> [BatchID] {
        candidates.filter { !tried.contains($0.id) && (!onlyAlone || $0.priority == .alone) }
            .sorted(by: Candidate.goesBefore).prefix(max(free, 0)).map(\.id)
    }

    private init(_ origin: Origin, _ candidates: [Candidate]) {
        self.origin = origin
        batches = candidates.sorted(by: Candidate.goesBefore).map(\.id)
    }

    /// The oldest of the largest.
    private static func largest(_ splits: [Split]) -> Split? {
        splits.reduce(nil) { best, next in
            guard let best else { return next }
            return next.batches.count > best.batches.count ? next : best
        }
    }
}
