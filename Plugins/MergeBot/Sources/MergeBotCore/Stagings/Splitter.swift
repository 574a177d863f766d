/// Halves a failed staging, to find the culprit by bisection.
enum Splitter {
    /// The first half is the smaller one when the number is odd; staging order is kept.
    ///
    /// - Precondition: at least two batches; one batch that fails is the culprit and is not split.
    static func halves<Batch>(_ batches: [Batch]) -> (first: [Batch], second: [Batch]) {
        precondition(batches.count > 1, "a staging of one batch is not split")
        let middle = batches.count / 2
        return (Array(batches[..<middle]), Array(batches[middle...]))
    }
}
