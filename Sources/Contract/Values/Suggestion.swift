/// Finds the word that somebody probably meant.
public enum Suggestion {
    /// The candidate nearest to a word, when one is near enough to be what was meant.
    ///
    /// - Parameters:
    ///   - word: What was written.
    ///   - candidates: What would have been right. Of equally near ones the first is taken.
    /// - Returns: A candidate at most a third of the word's length (and at least one edit) away, or `nil`.
    public static func nearest(to word: String, among candidates: some Sequence<String>) -> String? {
        let written = Array(word.lowercased().unicodeScalars.prefix(64))
        let limit = max(1, (written.count + 1) / 3)
        var best: (distance: Int, candidate: String)?
        for candidate in candidates where candidate != word {
            let distance = editDistance(written, Array(candidate.lowercased().unicodeScalars.prefix(64)))
            if distance <= limit, distance < written.count, distance < best?.distance ?? .max {
                best = (distance, candidate)
            }
        }
        return best?.candidate
    }

    /// The least number of insertions, deletions, replacements and swaps of neighbours that turn one into the other.
    static func editDistance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
        if left.isEmpty || right.isEmpty { return max(left.count, right.count) }
        var beforeLast = [Int](repeating: 0, count: right.count + 1)
        var last = Array(0...right.count)
        for row in 1...left.count {
            var current = [row] + [Int](repeating: 0, count: right.count)
            for column in 1...right.count {
                let same = left[row - 1] == right[column - 1]
                var cost = min(last[column] + 1, current[column - 1] + 1, last[column - 1] + (same ? 0 : 1))
                if row > 1, column > 1, left[row - 1] == right[column - 2], left[row - 2] == right[column - 1] {
                    cost = min(cost, beforeLast[column - 2] + 1)
                }
                current[column] = cost
            }
            (beforeLast, last) = (last, current)
        }
        return last[right.count]
    }
}
